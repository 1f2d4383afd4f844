package dev.larder.daemon.engine;

import dev.larder.storage.Content;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looks for a name in what a run made. R. N. Horspool, Practical fast searching in strings, 1980.
 */
final class ContentSearch {
  private static final int PIECE = 1 << 20;

  private final byte[] name;
  private final int[] skip = new int[256];

  private ContentSearch(byte[] name) {
    this.name = name;
    Arrays.fill(skip, name.length);
    for (int i = 0; i < name.length - 1; i++) {
      skip[name[i] & 0xff] = name.length - 1 - i;
    }
  }

  /** Whether the name stands anywhere in the content. */
  static boolean has(Content content, String name) throws IOException {
    ContentSearch search = new ContentSearch(name.getBytes(StandardCharsets.UTF_8));
    return switch (content) {
      case Content.Bytes bytes -> search.in(bytes.array(), bytes.array().length);
      case Content.Stretch stretch -> search.in(stretch);
    };
  }

  private boolean in(Content.Stretch stretch) throws IOException {
    int overlap = name.length - 1;
    byte[] piece = new byte[PIECE + overlap];
    int kept = 0;
    try (RandomAccessFile file = new RandomAccessFile(stretch.file().toFile(), "r")) {
      file.seek(stretch.offset());
      long left = stretch.length();
      while (left > 0) {
        int wanted = (int) Math.min(piece.length - kept, left);
        file.readFully(piece, kept, wanted);
        left -= wanted;
        int length = kept + wanted;
        if (in(piece, length)) {
          return true;
        }
        kept = Math.min(overlap, length);
        System.arraycopy(piece, length - kept, piece, 0, kept);
      }
    }
    return false;
  }

  private boolean in(byte[] text, int length) {
    int last = name.length - 1;
    int at = last;
    while (at < length) {
      byte end = text[at];
      if (end == name[last] && Arrays.equals(text, at - last, at + 1, name, 0, name.length)) {
        return true;
      }
      at += skip[end & 0xff];
    }
    return false;
  }
}

package dev.larder.daemon.inputs.files;

import dev.larder.storage.Content;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks for names in what a run read or made, all of them in one pass. */
public final class NameSearch {
  private final List<String> names;
  private final byte[][] bytes;

  private NameSearch(List<String> names, byte[][] bytes) {
    this.names = names;
    this.bytes = bytes;
  }

  /**
   * A search.
   *
   * @param names none of them empty
   */
  public static NameSearch of(Iterable<String> names) {
    Set<String> different = new TreeSet<>();
    names.forEach(different::add);
    byte[][] bytes =
        different.stream()
            .map(name -> name.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    return new NameSearch(List.copyOf(different), bytes);
  }

  /**
   * A search for bytes that are no text.
   *
   * @param marks none of them empty
   */
  public static NameSearch ofBytes(List<byte[]> marks) {
    return new NameSearch(
        marks.stream().map(HexFormat.of()::formatHex).toList(), marks.toArray(byte[][]::new));
  }

  /**
   * Whether any of them stands in a content.
   *
   * @throws IOException as {@link #in} does
   */
  public boolean isIn(Content content) throws IOException {
    return !in(content).isEmpty();
  }

  /**
   * Those of the names that stand anywhere in a content.
   *
   * @throws IOException if its file can not be read, or is shorter than it was
   */
  public Set<String> in(Content content) throws IOException {
    boolean[] found = new boolean[bytes.length];
    if (bytes.length > 0) {
      int errno = search(content, found);
      if (errno != 0) {
        throw new IOException("errno " + errno + " in a search through " + described(content));
      }
    }
    Set<String> in = new TreeSet<>();
    for (int i = 0; i < found.length; i++) {
      if (found[i]) {
        in.add(names.get(i));
      }
    }
    return in;
  }

  private int search(Content content, boolean[] found) {
    return switch (content) {
      case Content.Bytes memory -> NativeCalls.searchBytes(memory.array(), bytes, found);
      case Content.Stretch stretch -> {
        try (Arena arena = Arena.ofConfined()) {
          NativePath path = NativePath.of(arena, "", stretch.file().toString());
          yield NativeCalls.searchFile(
              path.address(), stretch.offset(), stretch.length(), bytes, found);
        }
      }
    };
  }

  private static String described(Content content) {
    return content instanceof Content.Stretch stretch
        ? stretch.file().toString()
        : content.length() + " bytes";
  }
}

package dev.larder.storage.disk;

import dev.larder.storage.CacheKey;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import dev.larder.storage.format.RecordFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Appends to record sets' files, reads them, and writes them anew when much of one is waste. */
/*
 * Adding takes no lock. A record is one write(2) to a file opened with O_APPEND, which the kernel
 * does not interleave with another. What remains is a file that is written anew meanwhile:
 *
 *   adding:    look which file it is, append, look again; if it is another by now, once more.
 *   rewriting: read the old file, put the new one in its place, then read the rest of the old one,
 *              which was appended since, and append it to the new one.
 *
 * A record appended before the rest is read is in the rest; one appended after that was appended
 * after the new file was in place, and its writer sees so. One of which only a part was there at
 * first (a file grows page by page while it is written to) belongs to the rest as a whole.
 */
final class RecordFiles {
  /** Only so much of a file is read, from its end. */
  static final int MAX_READ = 64 << 20;

  /** What a file has at most after it was written anew, so that it is not soon written again. */
  private static final int MAX_REWRITTEN = MAX_READ / 2;

  /** Less waste than this is no reason to write a file anew. */
  private static final int MIN_WASTE = 64 << 10;

  private static final int ATTEMPTS = 10;
  private static final Set<StandardOpenOption> APPEND =
      EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  private static final Set<StandardOpenOption> NEW_FILE =
      EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Layout layout;

  RecordFiles(Layout layout) {
    this.layout = layout;
  }

  /** Appends a record. Returns the file's size after that. */
  long append(CacheKey set, SetRecord record) throws IOException {
    Path file = layout.set(set);
    return append(file, RecordFormat.encode(set, record));
  }

  private long append(Path file, ByteBuffer bytes) throws IOException {
    long size = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Object> before = inode(file);
      try (FileChannel out = layout.openForWriting(file, APPEND)) {
        if (before.isEmpty()) {
          before = inode(file);
        }
        if (out.write(bytes.duplicate()) < bytes.remaining()) {
          throw new IOException("record cut off: no space left");
        }
        size = out.size();
        // While it is open, no other file gets its number.
        if (before.isPresent() && inode(file).equals(before)) {
          return size;
        }
      }
    }
    // Written anew again and again within a moment: the record is lost, which is a miss later on.
    return size;
  }

  private static Optional<Object> inode(Path file) throws IOException {
    try {
      return Optional.of(Layout.inode(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Reads a set. */
  RecordFormat.Contents read(CacheKey set) throws IOException {
    try (FileChannel in = open(layout.set(set))) {
      return RecordFormat.parse(readFrom(in, Math.max(0, in.size() - MAX_READ)), set);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  private static ByteBuffer readFrom(FileChannel in, long from) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.clamp(in.size() - from, 0, MAX_READ));
    while (bytes.hasRemaining()) {
      if (in.read(bytes, from + bytes.position()) < 0) {
        break;
      }
    }
    return bytes.flip();
  }

  /** Whether a set's file should be written anew. */
  static boolean isWasteful(RecordFormat.Contents contents) {
    long live = contents.newestFirst().stream().mapToLong(r -> r.content().length).sum();
    return !contents.newer()
        && (contents.total() > 2 * Store.MAX_RECORDS
            || (contents.wasted() > MIN_WASTE && contents.wasted() > live));
  }

  /** Writes a set's file anew if that is worth while. The caller holds the directory's lock. */
  void rewrite(CacheKey set) throws IOException {
    Path file = layout.set(set);
    Path fresh = Layout.unique(file, Layout.drawId());
    try (FileChannel old = open(file)) {
      long end = old.size();
      long start = Math.max(0, end - MAX_READ);
      RecordFormat.Contents contents = RecordFormat.parse(readFrom(old, start), set);
      if (!isWasteful(contents) && end <= MAX_READ) {
        return;
      }
      try (FileChannel out = layout.openForWriting(fresh, NEW_FILE)) {
        for (SetRecord record : newestWithin(contents.newestFirst()).reversed()) {
          ByteBuffer bytes = RecordFormat.encode(set, record);
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
        }
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      if (old.size() > end) {
        append(file, readFrom(old, start + contents.whole()));
      }
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static List<SetRecord> newestWithin(List<SetRecord> newestFirst) {
    List<SetRecord> kept = new ArrayList<>();
    long size = 0;
    for (SetRecord record : newestFirst) {
      size += RecordFormat.OVERHEAD + record.content().length;
      if (size > MAX_REWRITTEN && !kept.isEmpty()) {
        break;
      }
      kept.add(record);
    }
    return kept;
  }
}

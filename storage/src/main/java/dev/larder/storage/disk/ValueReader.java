package dev.larder.storage.disk;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.format.Checksum;
import dev.larder.storage.format.EntryHeader;
import dev.larder.storage.format.EntryHeader.Parsed;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Reads entries' files. */
final class ValueReader {
  /** Read at once: the header and the small sections of most entries. */
  private static final int FIRST_READ = 8 << 10;

  private static final int BUFFER = 64 << 10;

  private final Verified verified;
  private final long stretchFrom;

  ValueReader(Verified verified, long stretchFrom) {
    this.verified = verified;
    this.stretchFrom = stretchFrom;
  }

  /**
   * Reads an entry.
   *
   * @throws IOException if the file can not be read; what it holds is never a reason to throw
   */
  Lookup<Entry> read(CacheKey key, Path file, FileIdentity identity) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer start = readAt(channel, 0, (int) Math.min(FIRST_READ, identity.size()));
      Parsed parsed = EntryHeader.parse(start, identity.size(), key);
      if (parsed instanceof Parsed.NeedsMore more) {
        start = readAt(channel, 0, (int) Math.min(more.length(), identity.size()));
        parsed = EntryHeader.parse(start, identity.size(), key);
      }
      return switch (parsed) {
        case Parsed.Whole whole -> sections(channel, start, whole.header(), file, identity);
        case Parsed.Newer newer -> new Lookup.Miss<>();
        case Parsed.Damaged damaged -> new Lookup.Corrupted<>(file + ": " + damaged.reason());
        case Parsed.NeedsMore more -> new Lookup.Corrupted<>(file + ": header cut off");
      };
    } catch (EOFException e) {
      return new Lookup.Corrupted<>(file + ": cut off");
    }
  }

  /** Whether the file is an entry that a later version wrote; not if there is none any more. */
  boolean isNewer(CacheKey key, Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer start = readAt(channel, 0, (int) Math.min(FIRST_READ, channel.size()));
      return EntryHeader.parse(start, channel.size(), key) instanceof Parsed.Newer;
    } catch (NoSuchFileException removed) {
      return false;
    }
  }

  private Lookup<Entry> sections(
      FileChannel channel, ByteBuffer start, EntryHeader header, Path file, FileIdentity identity)
      throws IOException {
    boolean known = verified.contains(header.key(), identity);
    Path handedOut = handedOut(file, header, identity);
    List<Entry.Section> sections = new ArrayList<>(header.parts().size());
    for (EntryHeader.Part part : header.parts()) {
      Content content;
      if (part.length() >= stretchFrom
          || part.length() > Integer.MAX_VALUE - 16
          || part.name().equals(ValueWriter.PACKED)) {
        if (!known && checksum(channel, part) != part.checksum()) {
          return damaged(part, file);
        }
        content = new Content.Stretch(handedOut, part.offset(), part.length());
      } else {
        byte[] bytes = bytes(channel, start, part);
        if (Checksum.of(bytes) != part.checksum()) {
          return damaged(part, file);
        }
        content = new Content.Bytes(bytes);
      }
      sections.add(new Entry.Section(part.name(), part.mode(), content));
    }
    if (!known) {
      verified.add(header.key(), identity);
    }
    return new Lookup.Hit<>(new Entry(sections), DiskStore.TIER);
  }

  private static Lookup<Entry> damaged(EntryHeader.Part part, Path file) {
    return new Lookup.Corrupted<>(file + ": section " + part.name() + " damaged");
  }

  /**
   * The name under which the file is handed out: one that no other entry ever gets. A reader may
   * open it late, when the entry was evicted and stored again; then it finds nothing, and not
   * another run's bytes at this run's offsets.
   */
  private static Path handedOut(Path file, EntryHeader header, FileIdentity identity) {
    Path unique = Layout.unique(file, header.id());
    if (identity.links() > 1) {
      return unique;
    }
    // The directory was copied by a tool that does not know hard links, or the file system has
    // none.
    try {
      Files.deleteIfExists(unique);
      Files.createLink(unique, file);
      return unique;
    } catch (FileAlreadyExistsException another) {
      return unique;
    } catch (IOException | UnsupportedOperationException e) {
      return file;
    }
  }

  private static byte[] bytes(FileChannel channel, ByteBuffer start, EntryHeader.Part part)
      throws IOException {
    byte[] bytes = new byte[(int) part.length()];
    if (part.offset() + part.length() <= start.limit()) {
      start.get((int) part.offset(), bytes);
    } else {
      fill(channel, part.offset(), ByteBuffer.wrap(bytes));
    }
    return bytes;
  }

  /** The checksum of the bytes that a part's place holds. */
  static long checksum(FileChannel channel, EntryHeader.Part part) throws IOException {
    Checksum checksum = new Checksum();
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, part.length()));
    long end = part.offset() + part.length();
    for (long at = part.offset(); at < end; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      fill(channel, at, buffer);
      checksum.update(buffer.array(), 0, buffer.limit());
    }
    return checksum.value();
  }

  private static ByteBuffer readAt(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    fill(channel, at, buffer);
    return buffer.flip();
  }

  private static void fill(FileChannel channel, long at, ByteBuffer buffer) throws IOException {
    long begin = at - buffer.position();
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, begin + buffer.position()) < 0) {
        throw new EOFException("file ends early");
      }
    }
  }
}

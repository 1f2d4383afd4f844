package dev.larder.daemon.inputs.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The names in a directory, but for {@code .} and {@code ..}. A name is kept as its bytes, one a
 * character (see {@link #key}).
 *
 * @param names all of them
 * @param links those that are symbolic links, or may be
 * @param directories those that are directories, as the listing itself says
 * @param exact whether a name that is not listed is certain not to be found: not so where case is
 *     ignored
 */
public record DirectoryListing(
    Set<String> names, Set<String> links, Set<String> directories, boolean exact) {
  /** A directory with more names is not read. */
  public static final int MOST = 100_000;

  private static final int HEAD = 19;
  private static final int DT_UNKNOWN = 0;
  private static final int DT_DIRECTORY = 4;
  private static final int DT_LINK = 10;

  /** How a name stands in a listing. */
  public static String key(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return bytes(name);
      }
    }
    return name;
  }

  private static String bytes(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads a directory.
   *
   * @param expected the directory's stat
   * @return empty if the path leads to another one by now, if it can not be read, or has more than
   *     {@link #MOST} names
   */
  public static Optional<DirectoryListing> read(Calls calls, NativePath path, FileStat expected) {
    int descriptor = calls.open(path, Calls.READ_ONLY | Calls.DIRECTORY);
    if (descriptor < 0) {
      return Optional.empty();
    }
    try {
      if (calls.statDescriptor(descriptor) != 0 || !calls.foundSame(expected)) {
        return Optional.empty();
      }
      Set<String> names = new HashSet<>();
      Set<String> links = new HashSet<>();
      Set<String> directories = new HashSet<>();
      int length = calls.readDirectory(descriptor);
      while (length > 0) {
        take(calls.buffer(length), names, links, directories);
        if (names.size() > MOST) {
          return Optional.empty();
        }
        length = calls.readDirectory(descriptor);
      }
      boolean exact = !calls.ignoresCase(descriptor);
      return length < 0
          ? Optional.empty()
          : Optional.of(
              new DirectoryListing(
                  Set.copyOf(names), Set.copyOf(links), Set.copyOf(directories), exact));
    } finally {
      calls.close(descriptor);
    }
  }

  // struct linux_dirent64: u64 inode, u64 offset, u16 length, u8 type, name ended by NUL.
  private static void take(
      ByteBuffer entries, Set<String> names, Set<String> links, Set<String> directories) {
    int at = 0;
    while (at < entries.limit()) {
      int length = entries.getShort(at + 16) & 0xffff;
      int type = entries.get(at + 18);
      String name = nameAt(entries, at + HEAD);
      if (!name.equals(".") && !name.equals("..")) {
        names.add(name);
        if (type == DT_LINK || type == DT_UNKNOWN) {
          links.add(name);
        } else if (type == DT_DIRECTORY) {
          directories.add(name);
        }
      }
      at += length;
    }
  }

  private static String nameAt(ByteBuffer entries, int from) {
    int end = from;
    while (entries.get(end) != 0) {
      end++;
    }
    byte[] name = new byte[end - from];
    entries.get(from, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }
}

package dev.larder.storage.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * Which file, and in which state. As long as it is equal, nobody has written to the file.
 *
 * @param links names that the file has
 */
record FileIdentity(
    long device,
    long inode,
    int mode,
    int links,
    long size,
    FileTime lastModified,
    FileTime lastChanged) {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;

  /** The identity of what has this name; if that is a link, of the link. */
  static FileIdentity of(Path file) throws IOException {
    Map<String, Object> all =
        Files.readAttributes(
            file, "unix:dev,ino,mode,nlink,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
    return new FileIdentity(
        (Long) value(all, "dev"),
        (Long) value(all, "ino"),
        (Integer) value(all, "mode"),
        (Integer) value(all, "nlink"),
        (Long) value(all, "size"),
        (FileTime) value(all, "lastModifiedTime"),
        (FileTime) value(all, "ctime"));
  }

  private static Object value(Map<String, Object> all, String name) throws IOException {
    Object value = all.get(name);
    if (value == null) {
      throw new IOException("no attribute " + name);
    }
    return value;
  }

  boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  /** Whether the other is this file, as far as one can tell after its times were set. */
  boolean isSameFile(FileIdentity other) {
    return device == other.device && inode == other.inode && size == other.size;
  }
}

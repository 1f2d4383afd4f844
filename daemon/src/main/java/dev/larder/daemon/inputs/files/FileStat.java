package dev.larder.daemon.inputs.files;

/**
 * What {@code stat} tells of a file, as far as it identifies a content.
 *
 * @param device as {@code st_dev} (glibc's {@code makedev})
 * @param inode its number on that device
 * @param mode type and permission bits, as {@code st_mode}
 * @param size in bytes
 * @param modified last change of the content, in nanoseconds since the epoch
 * @param changed last change of content or attributes, in nanoseconds since the epoch
 */
public record FileStat(long device, long inode, int mode, long size, long modified, long changed) {

  private static final int TYPE = 0170000;

  /** What a name can stand for. */
  public enum Type {
    REGULAR,
    DIRECTORY,
    LINK,
    /** A device, FIFO or socket. */
    OTHER
  }

  /** Tells which file this is, whatever becomes of its content; never 0. As the observer has it. */
  public int mark() {
    long sum = inode + device * 0x9e3779b97f4a7c15L;
    int mark = (int) (sum ^ sum >>> 32);
    return mark == 0 ? 1 : mark;
  }

  /** The type bits of the mode. */
  public Type type() {
    return typeOf(mode);
  }

  /** Whether this is a regular file. */
  public boolean isRegular() {
    return type() == Type.REGULAR;
  }

  /** Whether this is a directory. */
  public boolean isDirectory() {
    return type() == Type.DIRECTORY;
  }

  /** Whether this is a symbolic link. */
  public boolean isLink() {
    return type() == Type.LINK;
  }

  static Type typeOf(int mode) {
    return switch (mode & TYPE) {
      case 0100000 -> Type.REGULAR;
      case 0040000 -> Type.DIRECTORY;
      case 0120000 -> Type.LINK;
      default -> Type.OTHER;
    };
  }
}

package dev.larder.daemon.inputs.files;

/** The errno values of Linux that matter here (asm-generic/errno-base.h, errno.h). */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EACCES = 13;
  public static final int EEXIST = 17;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int EROFS = 30;
  public static final int ENAMETOOLONG = 36;
  public static final int ELOOP = 40;
  public static final int ENODATA = 61;
  public static final int EOPNOTSUPP = 95;

  private Errno() {}

  /** What a user calls this error. */
  public static String describe(int errno) {
    return switch (errno) {
      case EPERM -> "not permitted";
      case ENOENT -> "does not exist";
      case EACCES -> "permission denied";
      case EEXIST -> "exists";
      case ENOTDIR -> "not a directory";
      case EISDIR -> "is a directory";
      case EINVAL -> "invalid";
      case EROFS -> "read-only file system";
      case ENAMETOOLONG -> "name too long";
      case ELOOP -> "too many symbolic links";
      case ENODATA -> "no data";
      case EOPNOTSUPP -> "not supported";
      default -> "error " + errno;
    };
  }
}

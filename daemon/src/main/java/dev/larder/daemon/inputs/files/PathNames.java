package dev.larder.daemon.inputs.files;

/** The parts of a path as it is spelled. */
public final class PathNames {
  private PathNames() {}

  /** What stands before the last component: {@code .} if nothing does, {@code /} for the root. */
  public static String directoryOf(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
  }

  /** The last component; empty if the path ends in a slash. */
  public static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

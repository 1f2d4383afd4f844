package dev.larder.daemon.inputs;

/** What a path or a variable's name must be to be kept. */
final class Checks {
  /** More characters than any path that the kernel takes. */
  static final int LONGEST = 8192;

  private Checks() {}

  static boolean valid(String path) {
    return !path.isEmpty() && path.length() <= LONGEST && path.indexOf('\0') < 0;
  }

  static void path(String path) {
    if (!valid(path)) {
      throw new IllegalArgumentException("no path of a fact: " + path.length() + " characters");
    }
  }
}

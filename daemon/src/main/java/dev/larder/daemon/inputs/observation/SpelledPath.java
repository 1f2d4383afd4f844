package dev.larder.daemon.inputs.observation;

/**
 * A path as a program gave it to the kernel.
 *
 * @param directory the working directory that a relative path was relative to; empty for an
 *     absolute one
 * @param path as it was spelled
 */
public record SpelledPath(String directory, String path) {

  /** How a fact names it for a request in {@code cwd}: relative if it was relative to that. */
  String spelled(String cwd) {
    return directory.isEmpty() || directory.equals(cwd) ? path : join(directory, path);
  }

  /**
   * What it is known by within a run: absolute, without empty and {@code .} components. Two names
   * of one file may still differ; then the run is judged more strictly, never more loosely.
   */
  public String key() {
    return key(directory, path);
  }

  static String key(String directory, String path) {
    String absolute = path.startsWith("/") ? path : join(directory, path);
    if (isPlain(absolute)) {
      return absolute;
    }
    StringBuilder key = new StringBuilder(absolute.length());
    for (String component : absolute.split("/", -1)) {
      if (!component.isEmpty() && !component.equals(".")) {
        key.append('/').append(component);
      }
    }
    return key.isEmpty() ? "/" : key.toString();
  }

  /* A run names thousands of paths, and nearly all of them are plain. */
  private static boolean isPlain(String absolute) {
    int end = absolute.length();
    for (int slash = 0; slash >= 0; slash = absolute.indexOf('/', slash + 1)) {
      int begin = slash + 1;
      if (begin < end && absolute.charAt(begin) == '.') {
        begin++;
      }
      if (begin == end || absolute.charAt(begin) == '/') {
        return false;
      }
    }
    return true;
  }

  private static String join(String directory, String path) {
    return directory.endsWith("/") ? directory + path : directory + "/" + path;
  }
}

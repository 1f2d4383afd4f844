package dev.larder.daemon.inputs;

/**
 * The digest of a canonical name. What was spelled relative and lies below the working directory is
 * digested relative to it, so that it holds in another checkout as well; whether the working
 * directory's own name matters is {@link Fact.WorkingDirectory}'s to say.
 */
public final class CanonicalName {
  private CanonicalName() {}

  /**
   * The digest for a {@link Fact.Canonical}.
   *
   * @param spelled the path as it was spelled
   * @param canonical its canonical name, one byte a character
   * @param cwd the canonical name of the working directory, likewise
   */
  public static Digest digest(String spelled, String canonical, String cwd) {
    if (!spelled.startsWith("/")) {
      if (canonical.equals(cwd)) {
        return Digest.compute("relative canonical name", "");
      }
      String below = cwd.endsWith("/") ? cwd : cwd + "/";
      if (canonical.startsWith(below)) {
        return Digest.compute("relative canonical name", canonical.substring(below.length()));
      }
    }
    return Digest.compute("canonical name", canonical);
  }

  /**
   * Whether an absolute path leads to the working directory or below. Then a relative path may lead
   * to the same file or directory, which compilers notice by its inode: the set is one of this
   * working directory, and a set that was made outside is none of it.
   *
   * @param spelled the path as it was spelled
   * @param canonical its canonical name
   * @param cwd the canonical name of the working directory
   */
  public static boolean meetsRelativePaths(String spelled, String canonical, String cwd) {
    return spelled.startsWith("/")
        && canonical.startsWith(cwd)
        && (canonical.length() == cwd.length()
            || cwd.endsWith("/")
            || canonical.charAt(cwd.length()) == '/');
  }
}

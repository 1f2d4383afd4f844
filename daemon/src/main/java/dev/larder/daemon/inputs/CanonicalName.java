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
}

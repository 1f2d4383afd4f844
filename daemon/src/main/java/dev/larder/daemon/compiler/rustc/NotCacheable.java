package dev.larder.daemon.compiler.rustc;

/**
 * Ends the analysis of a call that is a compile, but one that is not cached; the message is the
 * reason that a user reads.
 */
final class NotCacheable extends Exception {
  private static final long serialVersionUID = 1;

  NotCacheable(String reason) {
    super(reason, null, false, false);
  }

  /** The reason. */
  String reason() {
    return String.valueOf(getMessage());
  }
}

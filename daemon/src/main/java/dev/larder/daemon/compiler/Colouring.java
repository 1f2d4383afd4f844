package dev.larder.daemon.compiler;

/**
 * How the diagnostics of a run under Larder relate to the colours that the caller would have seen
 * without it.
 */
public enum Colouring {
  /**
   * The arguments or variables in the action key settle it: whatever the run prints is right for
   * every caller with the same key, on a terminal or not. Replay as it is.
   */
  SETTLED,
  /**
   * The caller expects none, and the run makes none. Kept diagnostics are plain; coloured ones are
   * replayed stripped.
   */
  PLAIN,
  /**
   * The caller expects colours, and the run makes them. Kept diagnostics are coloured; a plain
   * entry with diagnostics does not serve.
   */
  COLOURED
}

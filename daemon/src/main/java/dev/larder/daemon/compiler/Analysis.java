package dev.larder.daemon.compiler;

/** What a front end makes of a call. */
public sealed interface Analysis {

  /** How a call that is passed on to the real compiler is counted. */
  enum Kind {
    /** It compiles nothing: a link, a version query, … */
    NOT_COMPILATION,
    /** It compiles, but in a way that is not cached. */
    NOT_CACHEABLE
  }

  /**
   * The real compiler answers by itself.
   *
   * @param reason what a user reads: mostly the argument itself, in the words that sccache uses for
   *     it where it has any
   */
  record Bypass(Kind kind, String reason) implements Analysis {}

  /** The call can be looked up and kept. */
  record Cacheable(Action action) implements Analysis {}
}

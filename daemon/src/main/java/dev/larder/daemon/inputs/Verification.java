package dev.larder.daemon.inputs;

/** Whether an input set still holds. */
public sealed interface Verification {
  /** Every fact is still so. */
  record Holds() implements Verification {}

  /**
   * A fact is no longer so.
   *
   * @param fact the first that was found
   * @param what what happened, in words that a user understands: {@code src/a.h has changed}
   */
  record Differs(Fact fact, String what) implements Verification {}
}

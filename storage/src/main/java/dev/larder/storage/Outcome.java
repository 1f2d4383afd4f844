package dev.larder.storage;

/** The outcome of giving something to a {@link Store}; trouble is a value, never an exception. */
public sealed interface Outcome {
  /** It is kept (or, where the store writes behind, will be). */
  record Stored() implements Outcome {}

  /** The store does not take it, by its settings or limits: read-only, too large. */
  record Declined(String reason) implements Outcome {}

  /** The store would take it but can not now: full disk, dead server. */
  record Failed(String reason) implements Outcome {}
}

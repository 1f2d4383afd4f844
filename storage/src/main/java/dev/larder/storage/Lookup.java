package dev.larder.storage;

/** The outcome of asking a {@link Store}; trouble is a value, never an exception. */
public sealed interface Lookup<T> {
  /**
   * @param tier the name of the tier that had it, as statistics show it ({@code memory}, {@code
   *     disk})
   */
  record Hit<T>(T value, String tier) implements Lookup<T> {}

  /** Nothing is kept under this key. */
  record Miss<T>() implements Lookup<T> {}

  /** Something was kept, but it is damaged; it was dropped. */
  record Corrupted<T>(String reason) implements Lookup<T> {}

  /** The store can not be asked now. */
  record Unavailable<T>(String reason) implements Lookup<T> {}
}

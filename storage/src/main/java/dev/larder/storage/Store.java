package dev.larder.storage;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A place that keeps results. It has two shapes: <em>values</em>, which never change under their
 * key, and <em>record sets</em>, to which many writers add without seeing each other.
 *
 * <p>Safe for use by many threads. No method throws for trouble with the medium: it is in the
 * outcome.
 */
public interface Store extends Source, AutoCloseable {
  /** A set that has more records than this loses its oldest. */
  int MAX_RECORDS = 64;

  /** A record that is longer than this, in bytes, is declined. */
  int MAX_RECORD_LENGTH = 8 << 20;

  /** The value under a key. A damaged one is dropped and reported as such, never returned. */
  @Override
  Lookup<Entry> get(CacheKey key);

  /**
   * Whether a value lies at hand, as far as that can be told at once and without reading it. To
   * have asked is no use of the value.
   */
  default boolean isAtHand(CacheKey key) {
    return false;
  }

  /** The file that a value is kept in, if it is kept in one; it need not be there. */
  default Optional<Path> file(CacheKey key) {
    return Optional.empty();
  }

  /**
   * Notes that a value, and the set that led to it, were of use although nobody has asked for them
   * here.
   */
  default void used(CacheKey set, CacheKey value) {}

  /**
   * Keeps a value. What {@link Content.Stretch stretches} name is copied before this returns. Under
   * a key that has a value already, either of the two may stay.
   */
  Outcome put(CacheKey key, Entry entry);

  /** For what arrives here from a store farther away. */
  default Landing landing() {
    return Landing.NONE;
  }

  /**
   * Adds a record to a set. A record that is there under the same name is replaced and becomes the
   * newest.
   */
  Outcome add(CacheKey set, CacheKey name, byte[] record);

  /** Drops a value, if it is there. For a reader that found a value unfit. */
  void remove(CacheKey key);

  /** What is kept now and how, for statistics. */
  Description describe();

  /** Finishes what is under way and lets go of everything held. */
  @Override
  void close();
}

package dev.larder.daemon.engine;

import dev.larder.storage.Store;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether to ask far away at all. A compile that takes less than its result would take to come is
 * started at once, and the far stores are not asked.
 *
 * @param reach what is asked
 * @param reason what a user reads where nothing was found there; empty for the usual
 */
record Race(Store reach, String reason) {
  /* Times vary: the compile has to be clearly the quicker one. */
  private static final int FIFTHS = 4;

  /**
   * Decides by what either took lately; what is not known is left to the fetch.
   *
   * @param compile how long the compile took when it was last done
   */
  static Race of(Cache cache, Optional<Duration> compile) {
    Optional<Duration> fetch = compile.isPresent() ? cache.farTakes().get() : Optional.empty();
    boolean compileWins =
        fetch.isPresent()
            && compile.get().multipliedBy(5).compareTo(fetch.get().multipliedBy(FIFTHS)) < 0;
    return compileWins
        ? new Race(
            cache.near(),
            "to compile takes %d ms, and to ask the shared cache %d ms"
                .formatted(compile.get().toMillis(), fetch.get().toMillis()))
        : new Race(cache.store(), "");
  }

  /** Why nothing served. */
  String explain(String difference) {
    return difference.isEmpty() ? reason : difference;
  }
}

package dev.larder.daemon.engine;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long compiles took lately, for those who wait for one. */
final class Durations {
  private static final int REMEMBERED = 20_000;

  /** How long a follower waits for a compile of which nothing is known. */
  private static final Duration UNKNOWN = Duration.ofSeconds(2);

  /** A compile as it recurs: the same sources from the same place, whatever their content. */
  record Unit(String cwd, List<String> sources) {}

  private final com.github.benmanes.caffeine.cache.Cache<Unit, Duration> lately =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  void took(Unit unit, Duration duration) {
    lately.put(unit, duration);
  }

  /** What it took last, if that is known. */
  Optional<Duration> last(Unit unit) {
    return Optional.ofNullable(lately.getIfPresent(unit));
  }

  /** One and a half times what it took last. */
  Duration patience(Unit unit) {
    return last(unit).map(duration -> duration.multipliedBy(3).dividedBy(2)).orElse(UNKNOWN);
  }
}

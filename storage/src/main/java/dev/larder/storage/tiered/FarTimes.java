package dev.larder.storage.tiered;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How long a far store took lately to tell what it has and to hand it over. Safe for use by many
 * threads.
 */
/*
 * Averages in which the latest answer counts for a quarter. What has not been seen for some time is forgotten, so that a store
 * that was slow once is asked again.
 */
final class FarTimes {
  private static final long LASTING = Duration.ofSeconds(20).toNanos();
  private static final int WEIGHT = 4;

  /** Larger values take as long as their bytes, of which nothing is known before they come. */
  private static final long SMALL = 256 << 10;

  private record Seen(long took, long at) {}

  private final LongSupplier nanos;
  private Optional<Seen> listed = Optional.empty();
  private Optional<Seen> fetched = Optional.empty();

  FarTimes(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void listed(long took) {
    listed = Optional.of(with(listed, took));
  }

  synchronized void fetched(long took, long bytes) {
    if (bytes <= SMALL) {
      fetched = Optional.of(with(fetched, took));
    }
  }

  private Seen with(Optional<Seen> before, long took) {
    long now = nanos.getAsLong();
    return lately(before, now)
        .map(seen -> new Seen(seen.took() + (took - seen.took()) / WEIGHT, now))
        .orElse(new Seen(took, now));
  }

  /** What it takes at least to find a value and get it; empty if that is not known now. */
  synchronized Optional<Duration> expected() {
    long now = nanos.getAsLong();
    return lately(listed, now)
        .map(seen -> seen.took() + lately(fetched, now).map(Seen::took).orElse(seen.took()))
        .map(Duration::ofNanos);
  }

  private static Optional<Seen> lately(Optional<Seen> seen, long now) {
    return seen.filter(last -> now - last.at() < LASTING);
  }
}

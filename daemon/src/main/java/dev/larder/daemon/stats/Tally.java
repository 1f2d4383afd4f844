package dev.larder.daemon.stats;

/** The numbers of which there is one for each language, detail, or reason. */
public enum Tally {
  CACHE_HITS("cache_hits"),
  CACHE_HITS_DETAIL("cache_hits_adv"),
  CACHE_MISSES("cache_misses"),
  CACHE_MISSES_DETAIL("cache_misses_adv"),
  CACHE_ERRORS("cache_errors"),
  CACHE_ERRORS_DETAIL("cache_errors_adv"),
  NOT_CACHED("not_cached"),

  // From here on Larder's own.
  NOT_STORED("not_stored"),
  WRITE_FAILURES("write_failures"),
  CACHE_TROUBLE("cache_trouble"),

  // One row for each tier; durations are sums in nanoseconds.
  TIER_HITS("tier_hits"),
  TIER_MISSES("tier_misses"),
  TIER_WRITES("tier_writes"),
  TIER_WRITE_FAILURES("tier_write_failures"),
  TIER_BACKFILLS_FROM("tier_backfills_from"),
  TIER_BACKFILLS_TO("tier_backfills_to"),
  TIER_HIT_DURATION("tier_hit_duration"),
  TIER_WRITE_DURATION("tier_write_duration"),
  TIER_BYTES_READ("tier_bytes_read"),
  TIER_BYTES_WRITTEN("tier_bytes_written"),

  // One row for each tier and reason.
  TIER_TROUBLE("tier_trouble");

  private final String label;

  Tally(String label) {
    this.label = label;
  }

  /** The name in the file and, for Larder's own, in JSON. */
  public String label() {
    return label;
  }
}

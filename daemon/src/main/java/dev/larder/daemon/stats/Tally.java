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
  CACHE_TROUBLE("cache_trouble");

  private final String label;

  Tally(String label) {
    this.label = label;
  }

  /** The name in the file and, for Larder's own, in JSON. */
  public String label() {
    return label;
  }
}

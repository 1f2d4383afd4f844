package dev.larder.daemon.stats;

/** The plain numbers. Durations are sums in nanoseconds. The names are those of sccache's JSON. */
public enum Counter {
  COMPILE_REQUESTS("compile_requests"),
  REQUESTS_UNSUPPORTED_COMPILER("requests_unsupported_compiler"),
  REQUESTS_NOT_COMPILE("requests_not_compile"),
  REQUESTS_NOT_CACHEABLE("requests_not_cacheable"),
  REQUESTS_EXECUTED("requests_executed"),
  CACHE_TIMEOUTS("cache_timeouts"),
  CACHE_READ_ERRORS("cache_read_errors"),
  NON_CACHEABLE_COMPILATIONS("non_cacheable_compilations"),
  FORCED_RECACHES("forced_recaches"),
  CACHE_WRITE_ERRORS("cache_write_errors"),
  CACHE_WRITES("cache_writes"),
  CACHE_WRITE_DURATION("cache_write_duration"),
  CACHE_READ_HIT_DURATION("cache_read_hit_duration"),
  COMPILATIONS("compilations"),
  COMPILER_WRITE_DURATION("compiler_write_duration"),
  COMPILE_FAILS("compile_fails"),

  // From here on Larder's own.
  CORRUPTED_ENTRIES("corrupted_entries"),
  VERIFIED_HITS("verified_hits"),
  WRONG_HITS("wrong_hits"),
  HITS_NOT_PLACED("hits_not_placed"),
  PREFETCHED("prefetched"),
  PREFETCHED_BYTES("prefetched_bytes"),
  PREFETCH_USED("prefetch_used"),
  PREFETCH_USED_BYTES("prefetch_used_bytes");

  private final String label;

  Counter(String label) {
    this.label = label;
  }

  /** The name in JSON and in the file. */
  public String label() {
    return label;
  }
}

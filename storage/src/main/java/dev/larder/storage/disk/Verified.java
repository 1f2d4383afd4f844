package dev.larder.storage.disk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.storage.CacheKey;
import java.time.Clock;
import java.time.Duration;

/** Which files were found whole, in the state in which they were. */
final class Verified {
  /** Files remembered; some 200 bytes each. */
  private static final int CAPACITY = 32_768;

  /**
   * File systems stamp changes with a clock that ticks this slowly. A file that was changed within
   * the last tick may be changed again without a trace.
   */
  private static final Duration TICK = Duration.ofMillis(20);

  private final Cache<CacheKey, FileIdentity> files =
      Caffeine.newBuilder().maximumSize(CAPACITY).executor(Runnable::run).build();
  private final Clock clock;

  Verified(Clock clock) {
    this.clock = clock;
  }

  boolean contains(CacheKey key, FileIdentity identity) {
    return identity.equals(files.getIfPresent(key));
  }

  /** Remembers a file that was read whole, if its stamps can be relied on. */
  void add(CacheKey key, FileIdentity identity) {
    if (identity.lastChanged().toInstant().isBefore(clock.instant().minus(TICK))) {
      files.put(key, identity);
    }
  }

  /** The file's times were set by ourselves. It stays verified if it was. */
  void replace(CacheKey key, FileIdentity before, FileIdentity after) {
    if (before.isSameFile(after)) {
      files.asMap().replace(key, before, after);
    }
  }

  void remove(CacheKey key) {
    files.invalidate(key);
  }
}

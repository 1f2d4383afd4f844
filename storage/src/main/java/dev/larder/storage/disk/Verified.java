package dev.larder.storage.disk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.storage.CacheKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Which files were found or made whole, in the state in which they were. */
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

  /**
   * Remembers a file that was written just now, by a name that no other file ever has. Nobody else
   * writes to it, so its stamps need not be old.
   */
  void written(CacheKey key, Path unique) {
    try {
      files.put(key, FileIdentity.of(unique));
    } catch (IOException e) {
      // Evicted already, or there are no hard links here: then it is read whole once.
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

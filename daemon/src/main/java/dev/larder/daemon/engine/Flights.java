package dev.larder.daemon.engine;

import dev.larder.storage.CacheKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Single flight: of several callers that miss under the same action key at once, one compiles and
 * the others wait for it a bounded time. It only delays: a follower then looks up for itself,
 * against its own files.
 */
final class Flights {
  private final ConcurrentMap<CacheKey, CountDownLatch> leaders = new ConcurrentHashMap<>();

  /** Being the leader; closing lets the followers go. */
  final class Flight implements AutoCloseable {
    private final CacheKey key;
    private final CountDownLatch landed;

    private Flight(CacheKey key, CountDownLatch landed) {
      this.key = key;
      this.landed = landed;
    }

    @Override
    public void close() {
      leaders.remove(key, landed);
      landed.countDown();
    }
  }

  /**
   * Becomes the leader; or, if there is one, waits until it has landed or the time is over, and
   * returns nothing.
   */
  Optional<Flight> boardOrWait(CacheKey key, Duration limit) throws InterruptedException {
    CountDownLatch mine = new CountDownLatch(1);
    CountDownLatch leader = leaders.putIfAbsent(key, mine);
    if (leader == null) {
      return Optional.of(new Flight(key, mine));
    }
    leader.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    return Optional.empty();
  }
}

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
  /** How long a follower waits for a result that is made and only has to be kept. */
  private static final Duration KEEPING = Duration.ofSeconds(2);

  private final ConcurrentMap<CacheKey, Flight> leaders = new ConcurrentHashMap<>();

  /** Being the leader; closing lets the followers go. */
  final class Flight implements AutoCloseable {
    private final CacheKey key;
    private final CountDownLatch compiled = new CountDownLatch(1);
    private final CountDownLatch landed = new CountDownLatch(1);

    private Flight(CacheKey key) {
      this.key = key;
    }

    /** The compiler has ended: what it made is being kept. */
    void compiled() {
      compiled.countDown();
    }

    @Override
    public void close() {
      leaders.remove(key, this);
      compiled.countDown();
      landed.countDown();
    }
  }

  /**
   * The flight that is under way; to be asked for before a lookup, since its result may be kept
   * while that looks in vain.
   */
  Optional<Flight> underWay(CacheKey key) {
    return Optional.ofNullable(leaders.get(key));
  }

  /**
   * Becomes the leader; or, if there is one, waits until it has landed or the time is over, and
   * returns nothing: then another lookup is worth its while.
   *
   * @param seen the flight that was under way before the lookup, which may have landed since
   * @param limit how long the leader's compile is waited for
   */
  Optional<Flight> boardOrWait(CacheKey key, Optional<Flight> seen, Duration limit)
      throws InterruptedException {
    Flight mine = new Flight(key);
    Flight leader = seen.isPresent() ? seen.get() : leaders.putIfAbsent(key, mine);
    if (leader == null) {
      return Optional.of(mine);
    }
    if (leader.compiled.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      leader.landed.await(KEEPING.toNanos(), TimeUnit.NANOSECONDS);
    }
    return Optional.empty();
  }
}

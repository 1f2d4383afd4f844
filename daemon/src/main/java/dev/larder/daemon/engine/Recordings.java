package dev.larder.daemon.engine;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The finished runs whose results are still being kept, while their callers went on. */
final class Recordings {
  private final Set<CountDownLatch> underWay = ConcurrentHashMap.newKeySet();

  /** One of them; closing ends it. */
  final class UnderWay implements AutoCloseable {
    private final CountDownLatch latch;

    private UnderWay(CountDownLatch latch) {
      this.latch = latch;
    }

    @Override
    public void close() {
      underWay.remove(latch);
      latch.countDown();
    }
  }

  /** To be called before the caller may go on. */
  UnderWay begin() {
    CountDownLatch latch = new CountDownLatch(1);
    underWay.add(latch);
    return new UnderWay(latch);
  }

  /** Waits until those that are under way now have ended, or the time is over. */
  void settle(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (CountDownLatch latch : List.copyOf(underWay)) {
      if (!latch.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }
}

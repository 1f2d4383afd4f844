package dev.larder.daemon.server;

import dev.larder.daemon.protocol.Answer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Who is being served now, and since when nobody is. */
final class Conversations {
  /* A wrapper gives up after 5 s without a word. */
  private static final long REASSURE_MILLIS = 1000;

  private final Set<Conversation> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private volatile long quietSince = System.nanoTime();
  private volatile Duration idleLimit;
  private boolean closing;

  /* Who waits for idleness looks at the clock; only who waits for the last to end is woken. */
  private volatile boolean draining;

  /* Nobody has been served since there was a rest. */
  private volatile boolean rested = true;

  /* Used by the event loop only. Nothing ticks while nobody is served. */
  private Optional<ScheduledFuture<?>> reassuring = Optional.empty();

  Conversations(Duration idleLimit) {
    this.idleLimit = idleLimit;
  }

  /** Called by the event loop. */
  void begun(Conversation conversation, EventLoop loop) {
    open.add(conversation);
    if (reassuring.isEmpty()) {
      reassuring =
          Optional.of(
              loop.scheduleAtFixedRate(
                  this::reassure, REASSURE_MILLIS, REASSURE_MILLIS, TimeUnit.MILLISECONDS));
    }
  }

  /** Tells all who wait for us that we are at work. */
  private void reassure() {
    if (open.isEmpty()) {
      reassuring.ifPresent(timer -> timer.cancel(false));
      reassuring = Optional.empty();
    }
    open.stream().filter(Conversation::isWorking).forEach(c -> c.tell(new Answer.Wait()));
  }

  void ended(Conversation conversation) {
    open.remove(conversation);
    quietSince = System.nanoTime();
    if (draining || rested) {
      rested = false;
      signal();
    }
  }

  /** Ends {@link #awaitIdle}. */
  void closing() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sets after how long without anybody served {@link #awaitIdle} returns. */
  void idleLimit(Duration limit) {
    if (limit.equals(idleLimit)) {
      return;
    }
    idleLimit = limit;
    signal();
  }

  /**
   * Waits until nobody has been served for the limit's time, or {@link #closing} was called.
   *
   * @param rest after how long without anybody served there is time for something else
   * @param atRest what is then done, once until somebody comes again
   * @param elsewhere asked at the end of the limit's time: whether somebody was served meanwhile
   *     who did not come here
   */
  void awaitIdle(Duration rest, Runnable atRest, BooleanSupplier elsewhere)
      throws InterruptedException {
    while (awaitRest(rest, elsewhere)) {
      atRest.run();
    }
  }

  /** Whether there is a rest, and not the end. */
  private boolean awaitRest(Duration rest, BooleanSupplier elsewhere) throws InterruptedException {
    lock.lock();
    try {
      while (!closing) {
        long quiet = open.isEmpty() ? System.nanoTime() - quietSince : 0;
        long left = idleLimit.toNanos() - quiet;
        if (left <= 0) {
          if (!elsewhere.getAsBoolean()) {
            return false;
          }
          quietSince = System.nanoTime();
          continue;
        }
        if (!rested && quiet >= rest.toNanos()) {
          rested = true;
          return true;
        }
        changed.awaitNanos(rested ? left : Math.min(left, rest.toNanos() - quiet));
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until at most {@code left} are being served, or the time is over. */
  void awaitAtMost(int left, Duration limit) throws InterruptedException {
    long remaining = limit.toNanos();
    draining = true;
    lock.lock();
    try {
      while (open.size() > left && remaining > 0) {
        remaining = changed.awaitNanos(remaining);
      }
    } finally {
      lock.unlock();
    }
  }
}

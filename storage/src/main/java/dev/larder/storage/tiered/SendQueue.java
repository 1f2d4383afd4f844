package dev.larder.storage.tiered;

import dev.larder.storage.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What waits to be sent, and the threads that send it, oldest first. */
/*
 * What fails is tried again after a pause, while the others wait behind it: a far store that is away
 * for some seconds loses nothing, and one that is away for longer lets the queue fill up and is
 * asked no more than once in a pause. At the end what is left is given up once nothing has been sent
 * for two pauses.
 */
final class SendQueue implements AutoCloseable {
  private static final int MOST_ATTEMPTS = 3;
  private static final Duration FOR_THE_FIRST = Duration.ofSeconds(2);
  private static final String FULL = "too much is waiting to be sent";
  private static final String LATE = "not sent before the end";

  private record Job(long bytes, Supplier<Outcome> send) {}

  private final WriteBehindStore.Limits limits;
  private final Consumer<String> dropped;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Job> waiting = new ArrayDeque<>();
  private long bytes;
  private int sending;
  private int threads;
  private OptionalLong failingSince = OptionalLong.empty();
  private boolean tookSome;
  private boolean ending;

  /**
   * @param dropped told the reason whenever something is not sent
   */
  SendQueue(WriteBehindStore.Limits limits, Consumer<String> dropped) {
    this.limits = limits;
    this.dropped = dropped;
  }

  /**
   * Queues something.
   *
   * @param size bytes that it holds in memory
   */
  Outcome add(long size, Supplier<Outcome> send) {
    lock.lock();
    try {
      if (!ending && waiting.size() < limits.jobs() && bytes + size <= limits.bytes()) {
        waiting.add(new Job(size, send));
        bytes += size;
        if (threads < limits.senders() && threads < waiting.size() + sending) {
          threads++;
          Thread.ofVirtual().name("sends to a far store").start(this::work);
        }
        changed.signalAll();
        return new Outcome.Stored();
      }
    } finally {
      lock.unlock();
    }
    dropped.accept(FULL);
    return new Outcome.Declined(FULL);
  }

  private void work() {
    try {
      while (true) {
        Job job = next();
        try {
          send(job);
        } finally {
          done(job);
        }
      }
    } catch (InterruptedException e) {
      // The end was late, and drops what is left.
    }
  }

  private Job next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() || isHopeless()) {
        changed.await();
      }
      sending++;
      return waiting.remove();
    } finally {
      lock.unlock();
    }
  }

  private void done(Job job) {
    lock.lock();
    try {
      sending--;
      bytes -= job.bytes();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void send(Job job) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      switch (job.send().get()) {
        case Outcome.Stored stored -> {
          sent();
          return;
        }
        case Outcome.Declined declined -> {
          dropped.accept(declined.reason());
          return;
        }
        case Outcome.Failed failure -> {
          if (attempt == MOST_ATTEMPTS || !pause()) {
            dropped.accept(failure.reason());
            return;
          }
        }
      }
    }
  }

  private void sent() {
    lock.lock();
    try {
      failingSince = OptionalLong.empty();
      tookSome = true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a while after a failure; false if there is no hope. */
  private boolean pause() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (failingSince.isEmpty()) {
        failingSince = OptionalLong.of(System.nanoTime());
      }
      long left = limits.pause().toNanos();
      while (left > 0 && !isHopeless()) {
        left = changed.awaitNanos(left);
      }
      return !isHopeless();
    } finally {
      lock.unlock();
    }
  }

  /** At the end, whether what is left would fail as well. */
  private boolean isHopeless() {
    return ending
        && failingSince.isPresent()
        && System.nanoTime() - failingSince.getAsLong() >= 2 * limits.pause().toNanos();
  }

  /** A far store that never took anything is not waited for as long as one that is only slow. */
  private long patience() {
    long all = limits.drain().toNanos();
    return tookSome ? all : Math.min(all, FOR_THE_FIRST.toNanos());
  }

  /** Jobs that wait or are being sent. */
  int size() {
    lock.lock();
    try {
      return waiting.size() + sending;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all is sent, the time is over, or there is no hope. */
  @Override
  public void close() {
    int lost;
    lock.lock();
    try {
      ending = true;
      failingSince = OptionalLong.empty(); // what failed long ago says nothing of now
      changed.signalAll();
      long began = System.nanoTime();
      long left = patience();
      while (left > 0 && waiting.size() + sending > 0 && !isHopeless()) {
        changed.awaitNanos(left);
        left = began + patience() - System.nanoTime();
      }
      lost = waiting.size();
      waiting.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lost = waiting.size();
      waiting.clear();
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < lost; i++) {
      dropped.accept(LATE);
    }
  }
}

package dev.larder.storage.disk;

import dev.larder.storage.CacheKey;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a cache directory needs done, on one thread of its own and never while a request waits:
 * counting, evicting, noting uses, rewriting record sets.
 */
final class Housekeeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Housekeeper.class.getName());

  /** A fresh daemon has better things to do in its first seconds. */
  private static final Duration FIRST_COUNT = Duration.ofSeconds(3);

  /** A size that was only added to for so long is not relied on any more. */
  private static final Duration KNOWN_FOR = Duration.ofDays(7);

  private static final Duration NOTE_AFTER = Duration.ofMillis(200);
  private static final Duration COUNT_AT_MOST = Duration.ofSeconds(1);
  private static final Duration CLOSE_AT_MOST = Duration.ofSeconds(5);

  /** After this share of the limit was written, others may have written as much: count anew. */
  private static final int COUNT_EACH = 16;

  /** The thread rests this many times as long as a count took before it counts again. */
  private static final int REST = 20;

  private final Layout layout;
  private final DiskSettings settings;
  private final RecordFiles records;
  private final Uses uses;
  private final Eviction eviction;
  private final DirectoryLock lock;
  private final KnownSize known;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor thread;

  private final AtomicLong written = new AtomicLong();
  private final AtomicBoolean isNoting = new AtomicBoolean();
  private final AtomicBoolean isTidying = new AtomicBoolean();
  private final CountDownLatch firstCount = new CountDownLatch(1);
  private volatile long counted = -1;
  private volatile Instant lastCount = Instant.EPOCH;
  private volatile long restUntil = System.nanoTime();

  Housekeeper(
      Layout layout, DiskSettings settings, Clock clock, Verified verified, RecordFiles records) {
    this.layout = layout;
    this.settings = settings;
    this.records = records;
    this.uses = new Uses(verified, clock, settings.grace().dividedBy(2));
    this.lock = new DirectoryLock(layout);
    this.known = new KnownSize(layout);
    this.clock = clock;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("disk-housekeeper").factory());
    this.eviction = new Eviction(layout, settings, clock, uses, () -> !thread.isShutdown());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRemoveOnCancelPolicy(true);
    schedule(this::begin, Duration.ZERO);
    schedule(this::countFirst, FIRST_COUNT);
    schedule(this::recount, settings.recount());
  }

  private void begin() {
    Optional<KnownSize.Size> size = known.take();
    if (size.isPresent() && isOfUse(size.get())) {
      lastCount = size.get().counted();
      counted = size.get().bytes();
      firstCount.countDown();
    }
  }

  private boolean isOfUse(KnownSize.Size size) {
    Instant now = clock.instant();
    return size.bytes() <= settings.limit()
        && size.counted().isAfter(now.minus(KNOWN_FOR))
        && !size.counted().isAfter(now);
  }

  private void recount() {
    tidyAfter(Duration.ZERO);
    schedule(this::recount, settings.recount());
  }

  /** Uses of files, to be told of through {@link #noteSoon}. */
  Uses uses() {
    return uses;
  }

  /** There are uses to be noted in the files. */
  void noteSoon() {
    if (isNoting.compareAndSet(false, true)) {
      schedule(
          () -> {
            isNoting.set(false);
            uses.note();
          },
          NOTE_AFTER);
    }
  }

  /** A file of so many bytes was written. */
  void wrote(long bytes) {
    written(DirectoryScan.occupied(bytes));
  }

  /** So much was added to a file. */
  void written(long bytes) {
    long sinceCount = written.addAndGet(bytes);
    boolean isFull = counted >= 0 && counted + sinceCount > settings.limit();
    if ((isFull || sinceCount > settings.limit() / COUNT_EACH) && !isTidying.get()) {
      tidyAfter(Duration.ofNanos(Math.max(0, restUntil - System.nanoTime())));
    }
  }

  /** A set's file should be written anew. */
  void rewrite(CacheKey set) {
    schedule(() -> rewriteNow(set), Duration.ZERO);
  }

  private void rewriteNow(CacheKey set) {
    try {
      lock.tryWith(() -> records.rewrite(set));
    } catch (IOException e) {
      // Evicted meanwhile, or no room: the set is read as it is.
      LOG.log(Level.DEBUG, "{0}", Trouble.with(layout.set(set), e));
    }
  }

  /** Counts and evicts now, and waits until that is done. */
  void settle() {
    try {
      thread.submit(() -> perform(this::tidy)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("perform throws nothing", e);
    }
  }

  /** Bytes that the directory holds, as far as is known. */
  OptionalLong size() {
    try {
      if (firstCount.getCount() > 0) {
        schedule(this::countFirst, Duration.ZERO);
        if (!firstCount.await(COUNT_AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
          return OptionalLong.empty();
        }
      }
      long known = counted;
      return known < 0 ? OptionalLong.empty() : OptionalLong.of(known + written.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  private void countFirst() throws IOException {
    if (firstCount.getCount() > 0) {
      tidy();
    }
  }

  private void tidyAfter(Duration delay) {
    if (isTidying.compareAndSet(false, true)) {
      schedule(
          () -> {
            isTidying.set(false);
            tidy();
          },
          delay);
    }
  }

  private void tidy() throws IOException {
    try {
      countAndEvict();
    } finally {
      firstCount.countDown();
    }
  }

  private void countAndEvict() throws IOException {
    long begin = System.nanoTime();
    long before = written.get();
    if (!Files.isDirectory(layout.directory())) {
      counted(0, before);
      return;
    }
    AtomicLong bytes = new AtomicLong(eviction.count().bytes());
    if (bytes.get() > settings.limit()) {
      lock.tryWith(
          () -> {
            // Counted again: another process may have evicted until now.
            Eviction.Count count = eviction.count();
            bytes.set(count.bytes() - eviction.evict(count));
          });
    }
    counted(bytes.get(), before);
    long took = System.nanoTime() - begin;
    restUntil = System.nanoTime() + REST * took;
    if (bytes.get() > settings.limit()) {
      // All in use just now, or another process is at it.
      tidyAfter(settings.grace().dividedBy(2).plusSeconds(1));
    }
  }

  private void counted(long bytes, long writtenBefore) {
    lastCount = clock.instant();
    counted = bytes;
    written.addAndGet(-writtenBefore);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // perform leaves nothing to be asked of it
  private void schedule(DirectoryLock.Work work, Duration delay) {
    try {
      thread.schedule(() -> perform(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      // What is left undone is done by the next daemon.
    }
  }

  private void perform(DirectoryLock.Work work) {
    try {
      work.run();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0}", Trouble.with(layout.directory(), e));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "housekeeping of " + layout.directory(), e);
    }
  }

  /** Notes what is to be noted, what all takes included, and ends the thread. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.WARNING, "{0}: housekeeping did not end", layout.directory());
      }
      uses.note();
      lock.close();
      if (counted >= 0) {
        known.keep(new KnownSize.Size(counted + written.get(), lastCount));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0}", Trouble.with(layout.lock(), e));
    }
  }
}

package dev.larder.daemon.explain;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What happened to recent requests, in the directory {@code explain} of a cache directory, readable
 * for its owner only. Bounded; shared by all daemons that use the directory. Safe for use by many
 * threads.
 */
public final class Journal {
  private static final Logger LOG = System.getLogger(Journal.class.getName());

  /*
   * Hits have a log of their own, since many of them would otherwise push out the misses, with
   * which later misses are compared. Each log may take twice its limit.
   */
  private static final long HITS_LIMIT = 1 << 20;
  private static final long OTHERS_LIMIT = 3 << 20;

  /** More entries than this do not wait for a disk that does not answer. */
  private static final int MAX_WAITING = 5_000;

  private final BoundedLog hits;
  private final BoundedLog others;
  private final Executor later;
  private final ConcurrentLinkedQueue<JournalEntry> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean troubled = new AtomicBoolean();

  /**
   * @param directory the cache directory; made when there is something to write
   * @param later runs what it is given on another thread, some time later; so what happens in
   *     between is written at once
   */
  public Journal(Path directory, Executor later) {
    this(directory, later, HITS_LIMIT, OTHERS_LIMIT);
  }

  Journal(Path directory, Executor later, long hitsLimit, long othersLimit) {
    this.hits = new BoundedLog(directory.resolve("explain/hits"), hitsLimit);
    this.others = new BoundedLog(directory.resolve("explain/misses"), othersLimit);
    this.later = later;
  }

  /** Takes an entry, to be written soon. */
  public void record(JournalEntry entry) {
    if (waitingCount.incrementAndGet() > MAX_WAITING) {
      waitingCount.decrementAndGet();
      return;
    }
    waiting.add(entry);
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      later.execute(this::flushScheduled);
    }
  }

  /** Writes what waits to be written. */
  public synchronized void flush() throws IOException {
    StringBuilder hitLines = new StringBuilder();
    StringBuilder otherLines = new StringBuilder();
    for (JournalEntry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
      waitingCount.decrementAndGet();
      JournalFormat.append(entry.kind() == JournalEntry.Kind.HIT ? hitLines : otherLines, entry);
    }
    hits.append(hitLines.toString());
    others.append(otherLines.toString());
  }

  /** All that is kept, oldest first. */
  public List<JournalEntry> entries() throws IOException {
    flush();
    List<JournalEntry> entries = new ArrayList<>();
    for (BoundedLog log : List.of(hits, others)) {
      log.forEach(line -> JournalFormat.parse(line).ifPresent(entries::add));
    }
    entries.sort(Comparator.comparing(JournalEntry::time));
    return entries;
  }

  private void flushScheduled() {
    scheduled.set(false);
    try {
      flush();
      troubled.set(false);
    } catch (IOException e) {
      LOG.log(troubled.getAndSet(true) ? Level.DEBUG : Level.WARNING, "journal not written", e);
    }
  }
}

package dev.larder.daemon.stats;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The statistics of one cache directory, over all daemons that use it and have used it. Safe for
 * use by many threads; counting takes no lock.
 */
public final class Statistics {
  private static final Logger LOG = System.getLogger(Statistics.class.getName());

  /*
   * What this process counted only grows. "saved" is how much of it the file has; so adding to the
   * file and setting back to zero both come to moving that mark.
   */
  private final Tallies tallies = new Tallies();
  private final StatisticsFile file;
  private final Executor later;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean troubled = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private Counts saved = Counts.NONE;

  /**
   * @param directory the cache directory; made when there is something to save
   * @param later runs what it is given on another thread, some time later; so the file is written
   *     once for all that happens in between
   */
  public Statistics(Path directory, Executor later) {
    this.file = new StatisticsFile(directory);
    this.later = later;
  }

  /** What the file of a cache directory says. For use without a daemon. */
  public static Counts saved(Path directory) throws IOException {
    return new StatisticsFile(directory).read();
  }

  /** Sets the file of a cache directory back to zero. For use without a daemon. */
  public static void zero(Path directory) throws IOException {
    new StatisticsFile(directory).update(old -> Counts.NONE);
  }

  /** Counts an event. */
  public void count(Event event) {
    tallies.count(event);
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      later.execute(this::saveScheduled);
    }
  }

  /** The numbers now. */
  public Counts counts() throws IOException {
    lock.lock();
    try {
      return file.read().plus(tallies.now().minus(saved));
    } finally {
      lock.unlock();
    }
  }

  /** Sets all numbers back to zero. */
  public void zero() throws IOException {
    lock.lock();
    try {
      Counts now = tallies.now();
      file.update(old -> Counts.NONE);
      saved = now;
    } finally {
      lock.unlock();
    }
  }

  /** Saves what is not saved yet. */
  public void save() throws IOException {
    lock.lock();
    try {
      Counts now = tallies.now();
      Counts unsaved = now.minus(saved);
      if (!unsaved.equals(Counts.NONE)) {
        file.update(unsaved::plus);
        saved = now;
      }
    } finally {
      lock.unlock();
    }
  }

  private void saveScheduled() {
    scheduled.set(false);
    try {
      save();
      troubled.set(false);
    } catch (IOException e) {
      // The next event tries again, and nothing is forgotten until then.
      LOG.log(troubled.getAndSet(true) ? Level.DEBUG : Level.WARNING, "statistics not saved", e);
    }
  }
}

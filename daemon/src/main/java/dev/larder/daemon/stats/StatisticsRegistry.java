package dev.larder.daemon.stats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** One {@link Statistics} for each cache directory. Safe for use by many threads. */
public final class StatisticsRegistry {
  private final ConcurrentHashMap<Path, Statistics> all = new ConcurrentHashMap<>();
  private final Executor later;

  /**
   * @param later runs what it is given on another thread, about a second later
   */
  public StatisticsRegistry(Executor later) {
    this.later = later;
  }

  /** The statistics of a cache directory. */
  public Statistics of(Path directory) {
    Statistics known = all.get(directory);
    return known != null
        ? known
        : all.computeIfAbsent(directory, absent -> new Statistics(directory, later));
  }

  /**
   * Saves everything, at the daemon's end.
   *
   * @throws IOException after all were tried, if one could not be saved
   */
  public void save() throws IOException {
    IOException trouble = null;
    for (Statistics statistics : all.values()) {
      try {
        statistics.save();
      } catch (IOException e) {
        if (trouble == null) {
          trouble = e;
        } else {
          trouble.addSuppressed(e);
        }
      }
    }
    if (trouble != null) {
      throw trouble;
    }
  }
}

package dev.larder.daemon.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** One {@link Journal} for each cache directory. Safe for use by many threads. */
public final class JournalRegistry {
  private final ConcurrentHashMap<Path, Journal> all = new ConcurrentHashMap<>();
  private final Executor later;

  /**
   * @param later runs what it is given on another thread, about a second later
   */
  public JournalRegistry(Executor later) {
    this.later = later;
  }

  /** The journal of a cache directory. */
  public Journal of(Path directory) {
    Journal known = all.get(directory);
    return known != null
        ? known
        : all.computeIfAbsent(directory, absent -> new Journal(directory, later));
  }

  /**
   * Writes everything, at the daemon's end.
   *
   * @throws IOException after all were tried, if one could not be written
   */
  public void flush() throws IOException {
    IOException trouble = null;
    for (Journal journal : all.values()) {
      try {
        journal.flush();
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

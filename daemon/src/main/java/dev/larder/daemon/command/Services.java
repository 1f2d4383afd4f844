package dev.larder.daemon.command;

import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.config.Problem;
import dev.larder.daemon.explain.JournalEntry;
import dev.larder.daemon.stats.Counts;
import dev.larder.storage.Description;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What commands need of the rest of Larder. */
public interface Services {
  /** The numbers of the cache directory. */
  Counts counts(Configuration configuration) throws IOException;

  /** Sets the numbers of the cache directory back to zero. */
  void zeroStatistics(Configuration configuration) throws IOException;

  /** The place where results are kept. */
  Description store(Configuration configuration);

  /** What happened to recent requests, oldest first. */
  List<JournalEntry> journal(Configuration configuration) throws IOException;

  /** The problems that the daemon has met in other callers' settings. */
  List<Problem> problems();

  /** The daemon that does this; empty in the foreground. */
  Optional<RunningDaemon> daemon();

  /** A daemon, as seen by the one who may stop it. */
  interface RunningDaemon {
    /** Takes no more requests, and returns when all others have ended. */
    void stop();
  }
}

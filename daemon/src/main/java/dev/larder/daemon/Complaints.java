package dev.larder.daemon;

import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.config.Problem;
import dev.larder.daemon.config.Resolved;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** What was wrong in callers' settings: each logged once, and kept for who asks. */
final class Complaints {
  private static final Logger LOG = System.getLogger(Complaints.class.getName());

  /* Whoever has more wrong than this has a loop. */
  private static final int LIMIT = 100;

  private final SequencedSet<Problem> known = new LinkedHashSet<>();

  /** The configuration, after its problems were noted. */
  Configuration noted(Resolved resolved) {
    if (!resolved.problems().isEmpty()) {
      note(resolved.problems());
    }
    return resolved.configuration();
  }

  private synchronized void note(List<Problem> problems) {
    for (Problem problem : problems) {
      if (known.size() < LIMIT && known.add(problem)) {
        LOG.log(Level.WARNING, problem.message());
      }
    }
  }

  synchronized List<Problem> all() {
    return List.copyOf(known);
  }
}

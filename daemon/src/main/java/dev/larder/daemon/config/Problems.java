package dev.larder.daemon.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** The problems met so far, each once. Safe for use by many threads. */
public final class Problems {
  /** More than this are not kept: someone generates them. */
  private static final int LIMIT = 100;

  private final SequencedSet<Problem> known = new LinkedHashSet<>();

  /** Takes note of problems and returns those that are new: the ones worth a line in the log. */
  public synchronized List<Problem> note(List<Problem> problems) {
    if (problems.isEmpty()) {
      return List.of();
    }
    List<Problem> fresh = new ArrayList<>();
    for (Problem problem : problems) {
      if (known.size() < LIMIT && known.add(problem)) {
        fresh.add(problem);
      }
    }
    return fresh;
  }

  /** All of them, oldest first. */
  public synchronized List<Problem> all() {
    return List.copyOf(known);
  }
}

package dev.larder.daemon.config;

import java.util.List;

/**
 * A configuration, and what in its sources could not be used.
 *
 * @param problems in the order in which they were met; empty if all is well
 */
public record Resolved(Configuration configuration, List<Problem> problems) {
  public Resolved {
    problems = List.copyOf(problems);
  }
}

package dev.larder.daemon.stats;

import dev.larder.daemon.config.Problem;
import dev.larder.storage.Description;
import java.util.List;
import java.util.Optional;

/**
 * Everything that {@code --show-stats} shows.
 *
 * @param counts the numbers
 * @param store the place where results are kept
 * @param version Larder's own
 * @param readOnly whether nothing new is kept; empty where no daemon runs
 * @param problems what could not be used of the settings
 */
public record Report(
    Counts counts,
    Description store,
    String version,
    Optional<Boolean> readOnly,
    List<Problem> problems) {
  public Report {
    problems = List.copyOf(problems);
  }

  /** In sccache's words: {@code ReadOnly} or {@code ReadWrite}. */
  Optional<String> mode() {
    return readOnly.map(only -> only ? "ReadOnly" : "ReadWrite");
  }
}

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
 * @param baseDirectories those that the settings name
 * @param readOnly whether nothing new is kept; empty where no daemon runs
 * @param problems what could not be used of the settings
 */
public record Report(
    Counts counts,
    Description store,
    String version,
    List<String> baseDirectories,
    Optional<Boolean> readOnly,
    List<Problem> problems) {
  public Report {
    baseDirectories = List.copyOf(baseDirectories);
    problems = List.copyOf(problems);
  }

  /** Each with a slash at its end, as sccache shows them. */
  List<String> bases() {
    return baseDirectories.stream().map(base -> base.equals("/") ? base : base + "/").toList();
  }

  /** In sccache's words: {@code ReadOnly} or {@code ReadWrite}. */
  Optional<String> mode() {
    return readOnly.map(only -> only ? "ReadOnly" : "ReadWrite");
  }
}

package dev.larder.daemon.stats;

import dev.larder.storage.Description;
import java.util.ArrayList;
import java.util.List;

/**
 * What is counted of one of several places where results are kept.
 *
 * @param label as sccache has it: {@code L0 (disk)}
 * @param tier its own name
 */
record LevelCounts(String label, String tier, Description description, Counts counts) {
  /** Those of a report, near to far. */
  static List<LevelCounts> of(Report report) {
    List<LevelCounts> levels = new ArrayList<>();
    for (Description.Level level : report.store().levels()) {
      levels.add(
          new LevelCounts(
              "L" + levels.size() + " (" + level.name() + ")",
              level.name(),
              level.description(),
              report.counts()));
    }
    return levels;
  }

  long get(Tally tally) {
    return counts.get(tally).getOrDefault(tier, 0L);
  }
}

package dev.larder.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a command bare and through Larder and keeps what differs. */
public final class Comparison {
  private final Bench bench;
  private final List<String> faults = new ArrayList<>();
  private int made;
  private int succeeded;

  public Comparison(Bench bench) {
    this.bench = bench;
  }

  /**
   * Compares once. Where the bare compiler differs from itself (random names in LTO code or in
   * messages) there is nothing to compare, but the exit status.
   *
   * @param cachedFirst whether Larder goes first, so that it meets files that changed this instant
   */
  public void compare(String trail, Command command, boolean cachedFirst)
      throws IOException, InterruptedException {
    made++;
    Outcome early = cachedFirst ? bench.cached(command) : bench.bare(command);
    Outcome late = cachedFirst ? bench.bare(command) : bench.cached(command);
    Outcome cached = cachedFirst ? early : late;
    Outcome bare = cachedFirst ? late : early;
    if (bare.status() == 0) {
      succeeded++;
    }
    String difference = cached.difference(bare);
    if (!difference.isEmpty()) {
      Outcome again = bench.bare(command);
      boolean steady = again.difference(bare).isEmpty();
      if (steady || again.status() != cached.status()) {
        faults.add(trail + "\n" + command.shown() + "\n" + difference);
      }
    }
  }

  /** The differences found, each with the way that led there. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** How many comparisons were made. */
  public int made() {
    return made;
  }

  /** How many of them were of a compile that succeeds. */
  public int succeeded() {
    return succeeded;
  }
}

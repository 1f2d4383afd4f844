package dev.larder.daemon.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics that several processes count, as several daemons do. */
final class StatisticsProcessTest {
  private static final int EVENTS = 150;

  @TempDir private Path directory;

  /** Another daemon: counts, and saves after each event. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws IOException {
      countAndSave(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    }
  }

  private static void countAndSave(Path directory, int events) throws IOException {
    Statistics statistics = new Statistics(directory, task -> {});
    for (int i = 0; i < events; i++) {
      statistics.count(new Event.Requested());
      try {
        statistics.save();
      } catch (IOException busy) {
        // Nothing is lost: the next save has it, too.
      }
    }
    statistics.save();
  }

  private Process other(int events) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            directory.toString(),
            Integer.toString(events))
        .inheritIO()
        .start();
  }

  @Test
  void save_byThreeProcessesAtOnce_losesNothing() throws IOException, InterruptedException {
    List<Process> others = new ArrayList<>(List.of(other(EVENTS), other(EVENTS)));
    countAndSave(directory, EVENTS);
    for (Process process : others) {
      assertThat(process.waitFor()).isZero();
    }

    assertThat(Statistics.saved(directory).get(Counter.COMPILE_REQUESTS)).isEqualTo(3 * EVENTS);
  }

  @Test
  void kill_atAnyMoment_leavesWhatWasSaved() throws IOException, InterruptedException {
    long before = 0;
    for (int round = 0; round < 3; round++) {
      Process process = other(Integer.MAX_VALUE);
      while (Statistics.saved(directory).get(Counter.COMPILE_REQUESTS) < before + 20) {
        assertThat(process.isAlive()).isTrue();
        Thread.onSpinWait();
      }
      process.destroyForcibly().waitFor();
      long saved = Statistics.saved(directory).get(Counter.COMPILE_REQUESTS);
      assertThat(saved).isGreaterThanOrEqualTo(before + 20);
      before = saved;
    }
    countAndSave(directory, 1);

    assertThat(Statistics.saved(directory).get(Counter.COMPILE_REQUESTS)).isEqualTo(before + 1);
  }
}

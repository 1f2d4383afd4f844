package dev.larder.projects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a daemon starts, stops, and what outlives it. */
@Timeout(120)
final class LifecycleTest {
  @TempDir Path directory = Path.of("");

  private Installed larder = new Installed(directory, directory, Map.of());

  @BeforeEach
  void install() throws IOException {
    larder = Installed.in(directory);
    Files.writeString(directory.resolve("unit.c"), "int unit(int a) { return a + 1; }\n");
  }

  @AfterEach
  void stop() throws IOException {
    larder.close();
  }

  private void compile() throws IOException, InterruptedException {
    Command.of(directory, larder.program().toString(), "gcc", "-c", "unit.c")
        .with(larder.environment())
        .run();
  }

  @Test
  void startRightAfterStop_anyNumberOfTimes_starts() throws IOException, InterruptedException {
    for (int i = 0; i < 10; i++) {
      assertThat(larder.command("--start-server")).contains("Listening on");
      assertThat(larder.command("--stop-server")).contains("Stopping larder server...");
    }
  }

  @Test
  void statisticsAndResults_afterStop_areThereForTheNextDaemon()
      throws IOException, InterruptedException {
    compile();
    larder.command("--stop-server");
    assertThat(larder.count("Cache misses")).isEqualTo(1);
    compile();
    assertThat(larder.count("Cache hits")).isEqualTo(1);
    assertThat(larder.count("Cache misses")).isEqualTo(1);
  }

  @Test
  void directory_removedOnceStopHasAnswered_isNotMadeAgain()
      throws IOException, InterruptedException {
    for (int i = 0; i < 5; i++) {
      compile();
      ProcessHandle daemon = larder.daemon().orElseThrow();
      larder.command("--stop-server");
      Tree.delete(larder.cache());
      daemon.onExit().join();
      assertThat(larder.cache()).doesNotExist();
    }
  }

  @Test
  void idleDaemon_afterItsTime_endsAndTheNextCompileStartsAnother()
      throws IOException, InterruptedException {
    larder = larder.with(Map.of("LARDER_IDLE_TIMEOUT", "1"));
    compile();
    larder.daemon().ifPresent(daemon -> daemon.onExit().join());
    assertThat(larder.daemon()).isEmpty();
    compile();
    assertThat(larder.count("Cache hits")).isEqualTo(1);
  }
}

package dev.larder.daemon.inputs.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run's start is dated by, beside what files are dated by. */
final class TickTest {
  @TempDir Path directory = Path.of("");

  @Test
  void tick_isTheWallClocksLastTick() {
    try (Calls calls = new Kernel().borrow()) {
      for (int i = 0; i < 1000; i++) {
        long before = calls.tick();
        Instant now = Instant.now();
        assertThat(Instant.ofEpochSecond(0, before))
            .isBeforeOrEqualTo(now)
            .isAfter(now.minusSeconds(1));
      }
    }
  }

  @Test
  void changeAfterATick_isNeverDatedBeforeIt() throws IOException {
    Path file = directory.resolve("file");
    try (Calls calls = new Kernel().borrow()) {
      for (int i = 0; i < 1000; i++) {
        long tick = calls.tick();
        Files.writeString(file, Integer.toString(i));
        Instant changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
        assertThat(changed).isAfterOrEqualTo(Instant.ofEpochSecond(0, tick));
      }
    }
  }
}

package dev.larder.daemon.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeftoversTest {
  @TempDir Path runtime = Path.of("/");

  private void leave(String directory) throws IOException {
    Files.writeString(Files.createDirectory(runtime.resolve(directory)).resolve("served"), "");
  }

  @Test
  void answersOfTheKilled_areRemoved_thoseOfTheLivingAreNot() throws IOException {
    leave("own.answers");
    leave("own.answers.gone");
    leave("killed.answers");
    leave("killed.answers.gone");
    leave("living.answers");
    Files.writeString(runtime.resolve("own.sock"), "");

    Leftovers.remove(
        runtime.resolve("own.sock"), socket -> socket.equals(runtime.resolve("living.sock")));

    try (Stream<Path> left = Files.list(runtime)) {
      assertThat(left)
          .containsExactlyInAnyOrder(
              runtime.resolve("living.answers"), runtime.resolve("own.sock"));
    }
    assertThat(runtime.resolve("living.answers/served")).exists();
  }

  @Test
  void nothing_isNoTrouble() throws IOException {
    Leftovers.remove(runtime.resolve("own.sock"), socket -> false);
    assertThat(runtime).isEmptyDirectory();
  }
}

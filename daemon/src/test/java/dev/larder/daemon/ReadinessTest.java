package dev.larder.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadinessTest {
  @TempDir Path directory = Path.of("");

  /* As where the variable is left over, and the descriptor is something else of the daemon's. */
  @Test
  void tell_descriptorOfAFile_leavesTheFileAsItIs() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "content");
    try (InputStream open = new FileInputStream(file.toFile())) {
      assertThat(open.read()).isEqualTo('c');
      Readiness.tell(Map.of("LARDER_READY_FD", descriptorOf(file)));
    }
    assertThat(file).hasContent("content");
  }

  private static String descriptorOf(Path file) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .filter(descriptor -> leadsTo(descriptor, file))
          .map(descriptor -> descriptor.getFileName().toString())
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean leadsTo(Path descriptor, Path file) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file.toRealPath());
    } catch (IOException closed) {
      return false;
    }
  }
}

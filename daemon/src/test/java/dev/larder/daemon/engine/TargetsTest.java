package dev.larder.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Analysis;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.gcc.GccFrontEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TargetsTest {
  @TempDir private Path directory;

  @BeforeEach
  void makeSource() throws IOException {
    Files.writeString(directory.resolve("a.c"), "int a;\n");
  }

  private Optional<String> obstacle(String output) {
    Invocation invocation =
        new Invocation(
            directory.toString(),
            "/usr/bin/gcc",
            List.of("gcc", "-c", "a.c", "-o", output),
            Map.of("PATH", "/usr/bin:/bin"),
            false,
            false,
            022);
    return switch (new GccFrontEnd().analyse(invocation, "/usr/bin/x86_64-linux-gnu-gcc-12")) {
      case Analysis.Cacheable cacheable -> obstacle(cacheable.action());
      case Analysis.Bypass bypass -> throw new AssertionError(bypass.reason());
    };
  }

  private Optional<String> obstacle(Action action) {
    return Targets.obstacle(action, directory).map(Recorder.Result.NotKept::detail);
  }

  @Test
  void nothingYet_orAPlainFile_isNone() throws Exception {
    assertThat(obstacle("a.o")).isEmpty();
    assertThat(obstacle(directory.resolve("a.o").toString())).isEmpty();
    Files.writeString(directory.resolve("a.o"), "old");
    assertThat(obstacle("a.o")).isEmpty();
  }

  @Test
  void missingDirectory_isOne() {
    assertThat(obstacle("no/a.o")).contains("output no/a.o is in no directory");
  }

  @Test
  void whatCompilersTreatInWaysOfTheirOwn_isOne() throws Exception {
    Path plain = Files.writeString(directory.resolve("plain"), "x");
    Files.createSymbolicLink(directory.resolve("link.o"), plain);
    assertThat(obstacle("link.o")).contains("output link.o is no regular file");
    Files.createSymbolicLink(directory.resolve("dangling.o"), Path.of("nowhere"));
    assertThat(obstacle("dangling.o")).contains("output dangling.o is no regular file");
    Files.createLink(directory.resolve("hard.o"), plain);
    assertThat(obstacle("hard.o")).contains("output hard.o is a hard link");
    Path locked = Files.writeString(directory.resolve("locked.o"), "x");
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r--r--r--"));
    assertThat(obstacle("locked.o")).contains("output locked.o is write-protected");
  }
}

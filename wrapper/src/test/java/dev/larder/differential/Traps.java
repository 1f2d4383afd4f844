package dev.larder.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What tests of single traps share: a Larder, a directory for each test, and the comparison. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class Traps {
  protected Bench bench;
  protected Path root;
  protected Path project;

  /** One Larder for all: nothing that a test does may reach another. */
  @BeforeAll
  void open(@TempDir Path home) throws IOException {
    bench = Bench.open(home.resolve("bench"), false);
  }

  @BeforeEach
  void place(@TempDir Path directory) throws IOException {
    root = directory;
    project = Files.createDirectories(root.resolve("project"));
  }

  @AfterAll
  void close() throws Exception {
    bench.close();
  }

  protected void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Has bare tools do something in the project. */
  protected void shell(String line) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-ec", line)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    assertThat(process.waitFor()).as("%s: %s", line, said).isZero();
  }

  protected Command in(String directory, String line) throws IOException {
    Path at = Files.createDirectories(root.resolve(directory));
    return new Command(at, List.of(line.replace("%r", root.toString()).split(" ", -1)), Map.of());
  }

  /** Compares with the bare compiler, and says whether it was a hit. */
  protected boolean hits(Command command) throws Exception {
    Outcome bare = bench.bare(command);
    long before = Bench.count(bench.statistics(), "cache_hits");
    assertThat(bench.cached(command).difference(bare)).as(command.shown()).isEmpty();
    return Bench.count(bench.statistics(), "cache_hits") > before;
  }

  protected void warm(Command command) throws Exception {
    assertThat(hits(command)).as("first time: %s", command.shown()).isFalse();
    assertThat(hits(command)).as("second time: %s", command.shown()).isTrue();
  }
}

package dev.larder.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A relative path comes with the directory that it was relative to. */
final class WorkingDirectoryTest {

  @TempDir private Path directory;
  private Workshop workshop;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    workshop = Workshop.in(directory);
    Files.createDirectory(directory.resolve("d"));
  }

  private List<String> asked(String way) throws IOException, InterruptedException {
    Run run = workshop.observed(workshop.probe("places"), way);
    assertThat(run.status()).isZero();
    assertThat(run.remarks()).isEmpty();
    return run.of(Kind.PROBE).map(Event::payload).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vfork", "fork", "raw", "descriptor", "many", "spawn"})
  void relativePath_namesItsOwnDirectory(String way) throws IOException, InterruptedException {
    assertThat(asked(way))
        .contains(directory + "\\0before", directory + "/d\\0inside", directory + "\\0after")
        .doesNotContain(directory + "\\0inside", directory + "/d\\0after");
  }

  @Test
  void deletedDirectory_hasNoName() throws IOException, InterruptedException {
    assertThat(asked("deleted")).contains("\\0inside", "/\\0outside");
  }

  @Test
  void longAndStrangeNames_areKeptWhole() throws IOException, InterruptedException {
    assertThat(asked("long"))
        .contains(directory + "\\0\\xff\\xfe", directory + "\\0" + "x/".repeat(2047) + "x");
  }

  @Test
  void longDirectory_isKeptWhole() throws IOException, InterruptedException {
    Path deep = directory;
    for (int i = 0; i < 15; i++) deep = deep.resolve("d".repeat(100));
    Files.createDirectories(deep);
    Run run =
        workshop.observed(
            "sh", "-c", "cd " + deep + " && exec " + workshop.probe("places") + " none");
    assertThat(run.of(Kind.PROBE).map(Event::payload))
        .contains(deep + "\\0before", deep + "\\0after");
  }

  @Test
  void pythonsChild_inAnotherDirectory_isToldApart() throws IOException, InterruptedException {
    workshop.write("d/inside", "");
    Run run =
        workshop.observed(
            "/usr/bin/python3",
            "-c",
            "import subprocess; subprocess.run(['cat', './inside'], cwd='d'); open('outside', 'w')");
    assertThat(run.status()).isZero();
    assertThat(run.of(Kind.OPEN).map(Event::payload)).contains(directory + "/d\\0./inside");
    assertThat(run.of(Kind.WRITE).map(Event::payload)).contains(directory + "\\0outside");
  }
}

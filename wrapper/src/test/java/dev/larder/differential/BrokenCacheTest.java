package dev.larder.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cache directory that fails in some way, seen by a build: it succeeds, and the trouble is
 * counted.
 */
final class BrokenCacheTest {
  private static final int UNITS = 12;

  @TempDir Path root = Path.of("/");
  private Path project = Path.of("/");

  @BeforeEach
  void write() throws IOException {
    project = Files.createDirectories(root.resolve("project"));
    Files.createDirectories(root.resolve("bench/cache"));
    for (int i = 0; i < UNITS; i++) {
      // About 100 KB of object each, of which nothing can be left out.
      Files.writeString(
          project.resolve("u" + i + ".c"),
          "#include \"h.h\"\nint x" + i + "[25000] = {" + i + ", H};\n");
    }
    Files.writeString(project.resolve("h.h"), "#define H 1\n");
  }

  private Command build(String before, Path wrapper) {
    String script =
        "set -e; " + before + "; for f in u*.c; do $L gcc -c $f; done; sha256sum *.o; rm *.o;";
    return new Command(project, List.of("bash", "-c", script), Map.of("L", wrapper.toString()));
  }

  private Outcome bare(Bench bench) throws Exception {
    return bench.bare(build(":", Path.of("/usr/bin/env")));
  }

  /**
   * Builds where mounts of its own are made first, with a daemon that sees them, and says what was
   * counted.
   */
  private String buildWhere(Bench bench, String mounts) throws Exception {
    Outcome bare = bare(bench);
    Command build = build(mounts, bench.wrapper());
    String twice = build.words().getLast();
    String script =
        twice
            + twice.substring(twice.indexOf("for f"))
            + " $L --show-stats --stats-format json; $L --stop-server > /dev/null";
    Outcome outcome =
        bench.bare(Command.amongMounts(project, script).with("L", bench.wrapper().toString()));
    assertThat(outcome.status()).as(outcome.stderr()).isZero();
    assertThat(outcome.stderr()).isEmpty();
    assertThat(outcome.stdout()).startsWith(bare.stdout() + bare.stdout());
    return outcome.stdout().substring(2 * bare.stdout().length());
  }

  @Test
  void readOnly_isReadAndCounted() throws Exception {
    Path cache = root.resolve("bench/cache");
    try (Bench bench = Bench.open(root.resolve("bench"), false)) {
      assertThat(bench.bare(build("rm u0.c", bench.wrapper())).status()).isZero();
    }
    Files.writeString(project.resolve("u0.c"), "int new_one;\n");
    try (Bench bench = Bench.beside(root.resolve("bench"), root.resolve("other"))) {
      String statistics =
          buildWhere(
              bench,
              "mount --bind '%1$s' '%1$s'; mount -o remount,ro,bind '%1$s'".formatted(cache));
      assertThat(Bench.count(statistics, "cache_write_errors")).isPositive();
      assertThat(Bench.count(statistics, "cache_hits")).isGreaterThanOrEqualTo(2 * (UNITS - 1));
    }
  }

  @Test
  void full_isCounted() throws Exception {
    Path cache = root.resolve("bench/cache");
    try (Bench bench = Bench.open(root.resolve("bench"), false)) {
      String statistics =
          buildWhere(bench, "mount -t tmpfs -o size=600k tmpfs '%s'".formatted(cache));
      assertThat(Bench.count(statistics, "cache_write_errors")).isPositive();
      assertThat(Bench.count(statistics, "cache_hits")).isPositive();
    }
  }

  @Test
  void notThere_norToBeMade_isCounted() throws Exception {
    Files.delete(root.resolve("bench/cache"));
    Files.writeString(root.resolve("bench/cache"), "a file");
    try (Bench bench = Bench.open(root.resolve("bench"), false)) {
      Outcome bare = bare(bench);
      assertThat(bench.bare(build(":", bench.wrapper())).difference(bare)).isEmpty();
      assertThat(bench.bare(build(":", bench.wrapper())).difference(bare)).isEmpty();
    }
    assertThat(Files.readString(root.resolve("bench/cache"))).isEqualTo("a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"values", "sets"})
  void damaged_isDroppedAndMadeAnew(String tree) throws Exception {
    try (Bench bench = Bench.open(root.resolve("bench"), false)) {
      Outcome bare = bare(bench);
      assertThat(bench.bare(build(":", bench.wrapper())).difference(bare)).isEmpty();
    }
    try (Bench bench = Bench.beside(root.resolve("bench"), root.resolve("other"))) {
      Outcome bare = bare(bench);
      int kind = 0;
      for (Path file : files(root.resolve("bench/cache").resolve(tree))) {
        damage(file, kind++);
      }
      assertThat(kind).isGreaterThanOrEqualTo(UNITS);
      assertThat(bench.bare(build(":", bench.wrapper())).difference(bare)).isEmpty();
      String statistics = bench.statistics();
      assertThat(Bench.count(statistics, "cache_hits")).isZero();
      if (tree.equals("values")) {
        assertThat(Bench.count(statistics, "corrupted_entries")).isEqualTo(UNITS);
      }
      assertThat(bench.bare(build(":", bench.wrapper())).difference(bare)).isEmpty();
      assertThat(Bench.count(bench.statistics(), "cache_hits")).isEqualTo(UNITS);
    }
  }

  /** Flips a bit, cuts off or empties; each in turn. */
  private static void damage(Path file, int kind) throws IOException {
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      switch (kind % 4) {
        case 0 -> flip(bytes, bytes.length() / 2);
        case 1 -> bytes.setLength(bytes.length() - 1);
        case 2 -> bytes.setLength(0);
        default -> flip(bytes, 20);
      }
    }
  }

  private static void flip(RandomAccessFile bytes, long at) throws IOException {
    bytes.seek(at);
    int old = bytes.read();
    bytes.seek(at);
    bytes.write(old ^ 4);
  }

  private static List<Path> files(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      return all.filter(file -> file.getFileName().toString().length() == 64)
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }
}

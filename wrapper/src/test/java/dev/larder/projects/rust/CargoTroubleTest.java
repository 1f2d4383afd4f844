package dev.larder.projects.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.projects.Command;
import dev.larder.projects.Installed;
import dev.larder.projects.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * cargo or the daemon is lost in the middle of a build, or the cache directory is no good: the
 * build that comes through, or the next one, leaves what bare cargo leaves.
 */
final class CargoTroubleTest {
  private static final int ROUNDS = Boolean.getBoolean("larder.full") ? 10 : 2;
  private static final int LINES = 8;

  @TempDir Path directory = Path.of("");

  private Cargo cargo = Cargo.in(Path.of(""));
  private Installed larder = new Installed(Path.of(""), Path.of(""), Map.of());
  private Built bare = new Built(false, new TreeMap<>(), List.of());
  private final Random random = new Random(seed());

  private static long seed() {
    long seed = Long.getLong("larder.seed", System.nanoTime());
    System.out.println("moments by -Dlarder.seed=" + seed);
    return seed;
  }

  @BeforeEach
  void buildBare() throws Exception {
    cargo = new SampleWorkspace(directory.resolve("workspace")).lay();
    bare = Built.anew(cargo, "build");
    larder = Installed.in(Files.createDirectory(directory.resolve("larder")));
  }

  @AfterEach
  void stop() throws IOException {
    larder.close();
  }

  private void equalsBare(String when) throws Exception {
    equalsBare(when, built -> built);
  }

  private void equalsBare(String when, UnaryOperator<Built> counted) throws Exception {
    Built built = counted.apply(Built.of(cargo.through(larder), "build"));
    assertThat(built.difference(bare)).as(when).isEmpty();
    assertThat(cargo.through(larder).stale("build")).as(when).isEmpty();
    assertThat(cargo.stale("build")).as("%s, without Larder", when).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "INT", "TERM"})
  void cargoKilledHalfWay_nextBuildIsWhole(String signal) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Tree.delete(cargo.target());
      if (round % 2 == 0) {
        Tree.delete(larder.cache());
      }
      buildAndKill(signal, random.nextInt(LINES));
      equalsBare("round " + round, Built::withoutTemporaries);
      assertThat(halfWritten()).as("round %s", round).isEmpty();
      Tree.delete(cargo.target());
      equalsBare("round " + round + ", warm");
    }
  }

  /** Kills cargo with all that it started, when it has said so many lines. */
  private void buildAndKill(String signal, int line) throws Exception {
    Command build = cargo.through(larder).command("build -v").behind(List.of("setsid"));
    var builder = new ProcessBuilder(build.words()).directory(build.directory().toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
    builder.environment().putAll(build.environment());
    Process process = builder.redirectErrorStream(true).start();
    try (var reader = process.inputReader()) {
      for (int said = 0; said < line && reader.readLine() != null; said++) {}
      new ProcessBuilder("kill", "-" + signal, "--", "-" + process.pid()).start().waitFor();
      // As long as somebody holds the other end, somebody of them is still there.
      while (reader.readLine() != null) {}
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("cargo ends").isTrue();
  }

  private List<Path> halfWritten() throws IOException {
    try (Stream<Path> all = Files.walk(cargo.target())) {
      return all.filter(path -> path.getFileName().toString().contains(".larder-")).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "STOP"})
  void daemonLostHalfWay_buildIsWhole(String signal) throws Exception {
    larder = larder.with(Map.of("LARDER_SILENCE_TIMEOUT", "1000"));
    for (int round = 0; round < ROUNDS; round++) {
      Tree.delete(cargo.target());
      if (round % 2 == 0) {
        Tree.delete(larder.cache());
      }
      int moment = random.nextInt(LINES);
      int[] said = {0};
      cargo
          .through(larder)
          .command("build -v")
          .run(
              line -> {
                if (said[0]++ == moment) {
                  signalDaemon(signal);
                }
              });
      larder.signal("CONT");
      equalsBare("round " + round + ", line " + moment);
      Tree.delete(cargo.target());
      equalsBare("round " + round + ", again");
    }
  }

  private void signalDaemon(String signal) {
    try {
      larder.signal(signal);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void cacheDamaged_buildIsWhole() throws Exception {
    equalsBare("cold");
    larder.command("--stop-server");
    try (Stream<Path> all = Files.walk(larder.cache())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        for (int times = 0; times < 3 && content.length > 0; times++) {
          content[random.nextInt(content.length)] ^= (byte) (1 + random.nextInt(255));
        }
        Files.write(file, content);
      }
    }
    Tree.delete(cargo.target());
    equalsBare("damaged");
    Tree.delete(cargo.target());
    equalsBare("mended");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mount -t tmpfs -o size=300k tmpfs '%s'",
        "mount --bind '%1$s' '%1$s' && mount -o remount,ro,bind '%1$s'"
      })
  void cacheFullOrReadOnly_buildIsWhole(String mount) throws Exception {
    Files.createDirectories(larder.cache());
    String line = mount.formatted(larder.cache());
    for (String when : List.of("cold", "again")) {
      Tree.delete(cargo.target());
      // Where it may mount: as root, or as root of a user namespace. The mount ends with it.
      List<String> prefix =
          System.getProperty("user.name").equals("root")
              ? List.of("unshare", "--mount", "sh", "-c", line + " && exec \"$@\"", "sh")
              : List.of(
                  "unshare",
                  "--map-root-user",
                  "--mount",
                  "sh",
                  "-c",
                  line + " && exec \"$@\"",
                  "sh");
      cargo.through(larder).command("build").behind(prefix).run();
      assertThat(cargo.outputs()).as(when).isEqualTo(bare.outputs());
      larder.close();
      assertThat(cargo.stale("build")).as(when).isEmpty();
    }
  }
}

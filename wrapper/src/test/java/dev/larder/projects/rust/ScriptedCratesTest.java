package dev.larder.projects.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.projects.Command;
import dev.larder.projects.Installed;
import dev.larder.projects.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The build scripts of many crates of crates.io: what they leave and tell cargo, cold and warm, is
 * what they leave and tell when they run bare, and warm none runs that can be done without.
 *
 * <p>Takes long, so only with {@code -Dlarder.full=true}.
 */
final class ScriptedCratesTest {
  /** Crates whose scripts have to be among those that were compared. */
  private static final List<String> CRATES =
      List.of(
          "anyhow",
          "bzip2-sys",
          "cxx",
          "libgit2-sys",
          "libsqlite3-sys",
          "libssh2-sys",
          "libz-sys",
          "lzma-sys",
          "num-traits",
          "openssl-sys",
          "proc-macro2",
          "ring",
          "rustix",
          "serde",
          "thiserror",
          "tikv-jemalloc-sys",
          "with-bindgen",
          "with-built",
          "with-cmake",
          "with-prost",
          "zstd-sys");

  /** Writes down when it ran, and so has to run. */
  private static final String DATED = "with-built";

  /**
   * Those that have to run, with the reason: a configure script leaves a log with the name of the
   * machine.
   */
  private static final String RUN =
      DATED + "-.*: .*: time \\(.*" + "|tikv-jemalloc-sys-.*: .*: host name \\(.*";

  @TempDir Path directory = Path.of("");

  /** All of them, or some only, such as {@code -Dlarder.scripts='-p ring -p cxx'}. */
  static Stream<String> builds() {
    if (!Boolean.getBoolean("larder.full")) {
      return Stream.empty();
    }
    return Stream.of(("build --locked " + System.getProperty("larder.scripts", "")).strip());
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("builds")
  void scripts_coldAndWarm_leaveWhatTheyLeaveBare(String line) throws Exception {
    Cargo bare = ScriptedCrates.lay(directory);
    // That what is looked up in the repository around a package is its own.
    git(bare, "init", "-q");
    commit(bare);
    SortedMap<String, String> expected = anew(bare, line);
    if (!line.contains(" -p ")) {
      assertThat(namesOf(expected)).containsAll(CRATES);
    }
    try (var larder = Installed.in(Files.createDirectory(directory.resolve("larder")))) {
      Cargo cargo = bare.through(larder);
      SortedMap<String, String> cold = anew(cargo, line);
      if (!ScriptedCrates.difference(cold, expected).isEmpty()) {
        // What differs between two bare runs is not compared.
        SortedMap<String, String> other = anew(bare, line);
        ScriptedCrates.difference(other, expected).forEach(ScriptedCratesTest::note);
        expected = CrateBuilds.common(expected, other);
      }
      assertThat(ScriptedCrates.difference(cold, expected)).as("cold").isEmpty();

      larder.command("--zero-stats");
      SortedMap<String, String> warm = anew(cargo, line);
      assertThat(ScriptedCrates.difference(warm, expected)).as("warm").isEmpty();
      assertThat(warm.keySet()).isEqualTo(cold.keySet());
      assertThat(ScriptedCrates.notServed(larder, cargo, ".*")).allMatch(each -> each.matches(RUN));
      note(
          "%d runs of build scripts, %d hits, %d things they left compared"
              .formatted(
                  ScriptRun.in(cargo, ".*").size(),
                  larder.count("Cache hits", "build script"),
                  expected.size()));
      assertThat(cargo.stale(line)).as("once more").isEmpty();
      assertThat(bare.stale(line)).as("once more, without Larder").isEmpty();
      if (namesOf(warm).contains(DATED)) {
        isTheLatestCommit(cargo);
      }
    }
  }

  /** Notes what a reader of the test's output may want to know. */
  private static void note(String text) {
    System.out.println(text);
  }

  private static SortedMap<String, String> anew(Cargo cargo, String line) throws Exception {
    Tree.delete(cargo.target());
    cargo.run(line);
    return ScriptedCrates.made(cargo, ".*");
  }

  private static List<String> namesOf(SortedMap<String, String> made) {
    return made.keySet().stream().map(name -> name.replaceFirst("-[0-9a-f]{16}/.*", "")).toList();
  }

  /* What is written down about the repository is never that of an earlier run. */
  private static void isTheLatestCommit(Cargo cargo) throws Exception {
    for (int round = 0; round < 2; round++) {
      commit(cargo);
      cargo.bare().run("clean -p " + DATED);
      cargo.run("build -p " + DATED);
      var made = new TreeMap<String, String>();
      for (ScriptRun run : ScriptRun.in(cargo, DATED + "-.*")) {
        made.put(run.name(), Files.readString(run.directory().resolve("out/built.rs")));
      }
      String commit = git(cargo, "rev-parse", "HEAD").strip();
      assertThat(made.values()).anyMatch(text -> text.contains(commit));
    }
  }

  private static void commit(Cargo cargo) throws IOException, InterruptedException {
    String[] settings = {"-c", "user.name=Larder", "-c", "user.email=larder@localhost"};
    git(cargo, with(settings, "commit", "-q", "--allow-empty", "-m", "another"));
  }

  private static String git(Cargo cargo, String... arguments)
      throws IOException, InterruptedException {
    return Command.of(cargo.directory(), with(new String[] {"git"}, arguments)).run();
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }
}

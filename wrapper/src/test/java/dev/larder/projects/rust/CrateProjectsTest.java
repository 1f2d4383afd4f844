package dev.larder.projects.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.projects.Installed;
import dev.larder.projects.StartTrace;
import dev.larder.projects.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Packages of crates.io, cold, warm and after an edit to a leaf and to a root: each output equals
 * bare cargo's wherever two bare builds are equal, a warm build starts no rustc, and afterwards the
 * same command finds everything fresh, with Larder and without.
 *
 * <p>Each build happens in the same place, since outputs may name it.
 */
final class CrateProjectsTest {
  private static final List<String> COMMANDS =
      List.of("build", "build --release", "check", "clippy", "test --no-run");

  private static final CrateProject SMALL =
      new CrateProject("hexyl", "", "", "src/main.rs", "utf8parse", 30, true, "");

  private static final List<CrateProject> LARGE =
      List.of(
          new CrateProject("ripgrep", "", "", "crates/core/main.rs", "memchr", 30, true, ""),
          // The build scripts of these run at each edit, and then cargo compiles the same library
          // once more. That is a hit, which leaves no incremental state, and by that state rustc
          // numbers what it writes the next time.
          new CrateProject(
              "eza", "--features vendored-libgit2", "", "src/main.rs", "log", 80, false, ""),
          new CrateProject("just", "", "", "src/main.rs", "memchr", 70, false, ""),
          new CrateProject(
              "static-web-server",
              "",
              "--bins",
              "src/bin/server.rs",
              "bytes",
              150,
              false,
              "static_web_server"));

  /** Some only, such as {@code -Dlarder.builds='eza (test|check).*'}. */
  private static final String CHOSEN = System.getProperty("larder.builds", ".*");

  @TempDir Path directory = Path.of("");

  static Stream<Arguments> builds() {
    if (!Boolean.getBoolean("larder.full")) {
      return Stream.of(Arguments.of(SMALL, "build"));
    }
    List<CrateProject> projects = Stream.concat(Stream.of(SMALL), LARGE.stream()).toList();
    return COMMANDS.stream()
        .flatMap(
            command ->
                projects.stream()
                    .filter(project -> (project.name() + " " + command).matches(CHOSEN))
                    .map(project -> Arguments.of(project, command)));
  }

  @ParameterizedTest
  @MethodSource("builds")
  void builds_coldWarmAndEdited_equalBareCargos(CrateProject project, String command)
      throws IOException, InterruptedException {
    String line = project.line(command);
    Cargo bare = project.lay(directory);
    CrateBuilds expected = sequence(bare, project, line, List.of(), NOTHING_MORE);
    assertThat(expected.built()).isNotEmpty();
    List<String> tested = tested(bare, project, line);
    try (var larder = Installed.in(Files.createDirectory(directory.resolve("larder")))) {
      Cargo cargo = bare.through(larder);
      CrateBuilds cold =
          sequence(
              cargo,
              project,
              line,
              List.of(),
              () -> assertThat(larder.count("Cache misses")).isGreaterThan(project.crates()));
      if (!cold.equals(expected)) {
        // What differs between two bare builds is not compared.
        expected = expected.common(sequence(bare, project, line, List.of(), NOTHING_MORE));
      }
      assertThat(cold.difference(expected)).as("cold").isEmpty();

      larder.command("--zero-stats");
      var trace = new StartTrace(Files.createDirectory(directory.resolve("trace")));
      CrateBuilds warm =
          sequence(
              cargo,
              project,
              line,
              trace.tracer(),
              () -> {
                System.out.printf(
                    "%s, %s, warm: %d calls, %d hits, %d compilers started, %d outputs%n",
                    project.name(),
                    line,
                    larder.count("Compile requests"),
                    larder.count("Cache hits"),
                    compilers(trace, project).size(),
                    cargo.outputs().size());
                assertThat(compilers(trace, project)).isEmpty();
                assertThat(larder.count("Cache hits")).isGreaterThan(project.crates());
                // Of build scripts only that run again which writes down when it ran.
                assertThat(larder.count("Cache misses", "Rust"))
                    .as(larder.command("explain"))
                    .isEqualTo(
                        trace.programs("rustc|clippy-driver").stream()
                            .filter(project::isDated)
                            .count());
              });
      assertThat(warm.difference(expected)).as("warm").isEmpty();
      assertThat(tested(cargo, project, line)).isEqualTo(tested);
    }
  }

  /** What the package's own tests say, where they were built; some need more than is here. */
  private static List<String> tested(Cargo cargo, CrateProject project, String line)
      throws IOException, InterruptedException {
    if (!line.startsWith("test")) {
      return List.of();
    }
    String tests = line.replace(" --no-run", " --no-fail-fast");
    List<String> results =
        cargo
            .command(tests)
            .output()
            .lines()
            .filter(said -> said.matches("test .* \\.\\.\\. (ok|FAILED|ignored.*)|test result: .*"))
            .map(said -> said.replaceFirst("; finished in .*", ""))
            .sorted()
            .toList();
    String passed = project.tests().isEmpty() ? "test .* \\.\\.\\. ok" : "test result: ok.*";
    assertThat(results).anyMatch(said -> said.matches(passed));
    return results;
  }

  /**
   * The compilers started, without those of build scripts, which ask for the version past the
   * wrapper, whose probes by the crate autocfg have another name each time, and who write a source
   * to a compiler that runs already; and without those of a crate that is another one each time.
   */
  private static List<String> compilers(StartTrace trace, CrateProject project) throws IOException {
    return trace.programs("rustc|clippy-driver").stream()
        .filter(start -> !start.matches(".*, \"(--version|-V)\"\\].*|.*\"autocfg_.*"))
        .filter(start -> !start.contains(", \"-\"]") && !project.isDated(start))
        .toList();
  }

  /** What to look at after a build. */
  private interface Look {
    void look() throws IOException, InterruptedException;
  }

  private static final Look NOTHING_MORE = () -> {};

  /**
   * Builds a fresh copy into an empty target directory, then after one edit, then after another.
   *
   * @param prefix what to put before the first of the three
   * @param then to be done after it
   */
  private CrateBuilds sequence(
      Cargo cargo, CrateProject project, String line, List<String> prefix, Look then)
      throws IOException, InterruptedException {
    project.lay(directory);
    Tree.delete(cargo.target());
    cargo.command(line).behind(prefix).run();
    then.look();
    SortedMap<String, String> built = cargo.outputs();
    isFresh(cargo, project, line);
    project.editLeaf(directory);
    cargo.run(line);
    SortedMap<String, String> leafEdited = cargo.outputs();
    project.editRoot(directory);
    cargo.run(line);
    SortedMap<String, String> rootEdited = cargo.outputs();
    isFresh(cargo, project, line);
    return new CrateBuilds(built, leafEdited, rootEdited);
  }

  private static void isFresh(Cargo cargo, CrateProject project, String line)
      throws IOException, InterruptedException {
    assertThat(cargo.stale(line))
        .as("once more")
        .allMatch(said -> project.isNeverFresh(line, said));
    assertThat(cargo.bare().stale(line))
        .as("once more, without Larder")
        .allMatch(said -> project.isNeverFresh(line, said));
  }
}

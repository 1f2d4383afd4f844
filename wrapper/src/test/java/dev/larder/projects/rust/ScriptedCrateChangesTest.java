package dev.larder.projects.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.projects.Installed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The build scripts of crates of crates.io, after changes to what they look at: what they leave is
 * what they leave bare, and is served again where all is as it was.
 *
 * <p>Takes long, so only with {@code -Dlarder.full=true}.
 */
final class ScriptedCrateChangesTest {
  @TempDir Path directory = Path.of("");

  private ScriptedPackage files = new ScriptedPackage(Path.of(""));
  private Installed larder = new Installed(Path.of(""), Path.of(""), Map.of());

  static Stream<String> packages() {
    String chosen = System.getProperty("larder.builds", ".*");
    return Boolean.getBoolean("larder.full")
        ? ScriptedCrateChange.all().keySet().stream().filter(names -> names.matches(chosen))
        : Stream.empty();
  }

  static Stream<String> failures() {
    return Boolean.getBoolean("larder.full")
        ? ScriptedCrateChange.failures().keySet().stream()
        : Stream.empty();
  }

  @BeforeEach
  void prepare() throws Exception {
    larder = Installed.in(Files.createDirectory(directory.resolve("larder")));
  }

  @AfterEach
  void stop() throws Exception {
    larder.close();
  }

  private Cargo lay() throws Exception {
    Cargo cargo = ScriptedCrates.lay(directory);
    files = new ScriptedPackage(cargo.directory());
    Path packages = Files.createDirectory(files.directory().resolve("packages"));
    Path tools = Files.createDirectory(files.directory().resolve("tools"));
    return cargo
        .with("PKG_CONFIG_PATH", packages.toString())
        .with("PATH", tools + ":" + System.getenv("PATH"));
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("packages")
  void whatTheScriptLookedAt_decides(String packages) throws Exception {
    Cargo cargo = lay();
    for (ScriptedCrateChange change : ScriptedCrateChange.all().getOrDefault(packages, List.of())) {
      var scripts = new Scripts(List.of(packages.split(" ", -1)));
      Cargo base = cargo;
      SortedMap<String, String> before = scripts.bare(base);
      served(scripts, base, before, "before " + change.what());
      assertThat(served(scripts, base, before, "before " + change.what() + ", again"))
          .as("before %s, again", change.what())
          .isEmpty();

      Cargo other = change.done().on(files, base);
      SortedMap<String, String> after = scripts.bare(other);
      assertThat(after).as("%s makes a difference", change.what()).isNotEqualTo(before);
      assertThat(served(scripts, other, after, change.what())).as(change.what()).isNotEmpty();
      assertThat(served(scripts, other, after, change.what() + ", again"))
          .as("%s, again", change.what())
          .isEmpty();

      change.undone().on(files, other);
      assertThat(served(scripts, base, before, change.what() + ", back"))
          .as("%s, back", change.what())
          .isEmpty();
    }
  }

  /** Builds through Larder, and returns the runs that were not served. */
  private List<String> served(
      Scripts scripts, Cargo cargo, SortedMap<String, String> expected, String when)
      throws Exception {
    Cargo through = cargo.through(larder);
    SortedMap<String, String> made = scripts.anew(through);
    assertThat(ScriptedCrates.difference(made, expected)).as(when).isEmpty();
    assertThat(through.stale(scripts.line())).as("%s: fresh", when).isEmpty();
    return ScriptedCrates.notServed(larder, through, scripts.names());
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("failures")
  void scriptThatFails_failsEachTimeAsBare(String crate) throws Exception {
    Cargo cargo = fails(crate);
    List<String> expected = failed(cargo, crate);
    assertThat(expected).anyMatch(said -> said.contains("failed to run custom build command"));
    for (int round = 0; round < 3; round++) {
      assertThat(failed(cargo.through(larder), crate)).isEqualTo(expected);
    }
  }

  private Cargo fails(String crate) throws Exception {
    Cargo cargo = lay();
    return Optional.ofNullable(ScriptedCrateChange.failures().get(crate))
        .orElseThrow()
        .on(files, cargo);
  }

  /** What is said, but for the order of what runs in parallel and the number of a thread. */
  private static List<String> failed(Cargo cargo, String name) throws Exception {
    cargo.bare().run("clean -p " + name);
    return cargo
        .command("build -p " + name)
        .output()
        .lines()
        .filter(said -> !said.matches("warning: build failed, waiting.*| *(Compiling|Blocking) .*"))
        .map(said -> said.replaceFirst("thread 'main' \\(\\d+\\)", "thread 'main'"))
        .toList();
  }

  /**
   * The scripts of some packages, run without all that these depend on being built again.
   *
   * @param packages their names
   */
  private record Scripts(List<String> packages) {
    String line() {
      return "build -p " + packages.getFirst();
    }

    String names() {
      return "(" + String.join("|", packages) + ")-[0-9a-f]{16}";
    }

    SortedMap<String, String> anew(Cargo cargo) throws Exception {
      cargo.bare().run("clean -p " + String.join(" -p ", packages));
      cargo.run(line());
      return ScriptedCrates.made(cargo, names());
    }

    /** What two bare runs have in common. */
    SortedMap<String, String> bare(Cargo cargo) throws Exception {
      SortedMap<String, String> once = anew(cargo);
      SortedMap<String, String> common = CrateBuilds.common(once, anew(cargo));
      assertThat(common).isNotEmpty();
      return common;
    }
  }
}

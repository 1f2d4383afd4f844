package dev.larder.projects.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.projects.Command;
import dev.larder.projects.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that learn of a file, or of a variable, without reading the one or naming the other. */
final class BuildScriptTrapsTest {
  private static final String DECLARES = "println!(\"cargo:rerun-if-changed=build.rs\");\n";

  @TempDir Path directory = Path.of("");

  private ScriptedPackage scripted = new ScriptedPackage(Path.of(""));
  private Installed larder = new Installed(Path.of(""), Path.of(""), Map.of());

  @BeforeEach
  void prepare() throws IOException {
    scripted = new ScriptedPackage(directory.resolve("project"));
    larder = Installed.in(Files.createDirectory(directory.resolve("larder")));
  }

  @AfterEach
  void stop() throws IOException {
    larder.close();
  }

  private boolean served(Cargo cargo, SortedMap<String, String> expected, String when)
      throws Exception {
    return ScriptedPackage.served(larder, cargo, expected, when);
  }

  private interface Change {
    void make() throws Exception;
  }

  private void changes(Cargo cargo, Change change) throws Exception {
    SortedMap<String, String> before = ScriptedPackage.anew(cargo);
    served(cargo, before, "cold");
    assertThat(served(cargo, before, "warm")).as("warm").isTrue();
    change.make();
    SortedMap<String, String> after = ScriptedPackage.anew(cargo);
    assertThat(after).as("it makes a difference").isNotEqualTo(before);
    assertThat(served(cargo, after, "changed")).as("changed").isFalse();
    assertThat(served(cargo, after, "again")).as("again").isTrue();
  }

  private void mode(String name, String permissions) throws IOException {
    Files.setPosixFilePermissions(
        scripted.directory().resolve("scripted").resolve(name),
        PosixFilePermissions.fromString(permissions));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "a copy => fs::copy(\"f\", out().join(\"f\")).unwrap();",
        "a copy of cp's => run(\"cp\", &[\"f\", out().to_str().unwrap()]);",
        "the mode => use std::os::unix::fs::PermissionsExt; let m = fs::metadata(\"f\").unwrap().permissions().mode(); fs::write(out().join(\"m\"), format!(\"{m:o}\")).unwrap();",
      })
  void permissions_change(String what, String body) throws Exception {
    Cargo cargo = scripted.lay(DECLARES + body + "\n");
    scripted.text("scripted/f", "f");
    mode("f", "rw-r--r--");
    changes(cargo, () -> mode("f", "rwxr-xr-x"));
  }

  @Test
  void file_becomesNewerThanAnother() throws Exception {
    Cargo cargo =
        scripted.lay(
            DECLARES
                + """
                let time = |name: &str| fs::metadata(name).unwrap().modified().unwrap();
                fs::write(out().join("newer"), format!("{}", time("f") > time("g"))).unwrap();
                """);
    scripted.text("scripted/g", "g");
    Files.setLastModifiedTime(scripted.text("scripted/f", "1"), FileTime.fromMillis(1));
    changes(cargo, () -> scripted.text("scripted/f", "2"));
  }

  @Test
  void workTree_isMadeDirtyByAFileOfTheSameSize() throws Exception {
    Cargo cargo =
        scripted.lay(
            DECLARES
                + """
                let said = run("git", &["-C", "tree", "describe", "--dirty", "--always"]);
                fs::write(out().join("version"), said).unwrap();
                """);
    // Of a file as young as its index git writes a new index when it is asked, into the work tree.
    Files.setLastModifiedTime(
        scripted.text("scripted/tree/f", "1"), FileTime.from(Instant.EPOCH.plusSeconds(1)));
    Path tree = scripted.directory().resolve("scripted/tree");
    for (String words :
        List.of("init -q", "add f", "-c user.name=a -c user.email=a@b commit -qm one")) {
      Command.of(tree, ("git " + words).split(" ")).run();
    }
    changes(cargo, () -> scripted.text("scripted/tree/f", "2"));
  }

  @Test
  void file_becomesADirectoryThatIsOnlyListed() throws Exception {
    Cargo cargo =
        scripted.lay(
            DECLARES
                + """
                let is: Vec<_> = fs::read_dir("listed").unwrap().map(|e| e.unwrap().file_type().unwrap().is_dir()).collect();
                fs::write(out().join("is"), format!("{is:?}")).unwrap();
                """);
    Path file = scripted.text("scripted/listed/f", "");
    changes(
        cargo,
        () -> {
          Files.delete(file);
          Files.createDirectory(file);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "vars => for (n, v) in env::vars() { if n == \"WALKED\" { fs::write(out().join(\"v\"), v).unwrap(); } }",
        "vars_os => use std::os::unix::ffi::OsStrExt; for (n, v) in env::vars_os() { if n == \"WALKED\" { fs::write(out().join(\"v\"), v.as_bytes()).unwrap(); } }",
        "the kernel's list => let all = fs::read(\"/proc/self/environ\").unwrap(); let v = all.split(|b| *b == 0).find(|v| v.starts_with(b\"WALKED\")); fs::write(out().join(\"v\"), v.unwrap_or_default()).unwrap();",
      })
  void variables_areWalkedThrough(String how, String body) throws Exception {
    Cargo cargo = scripted.lay(DECLARES + body + "\n");
    SortedMap<String, String> before = ScriptedPackage.anew(cargo);
    served(cargo, before, "cold");
    served(cargo, before, "warm");
    Cargo other = cargo.with("WALKED", "1");
    SortedMap<String, String> after = ScriptedPackage.anew(other);
    assertThat(after).isNotEqualTo(before);
    assertThat(served(other, after, "with another variable")).isFalse();
    served(cargo, before, "back");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PWD", "TERM", "COLUMNS", "DISPLAY", "XDG_CONFIG_HOME"})
  void variablesOfASession_countWhereTheScriptAsksForThem(String name) throws Exception {
    Cargo cargo =
        scripted
            .lay(
                DECLARES
                    + "fs::write(out().join(\"v\"), env::var(\"%s\").unwrap()).unwrap();\n"
                        .formatted(name))
            .with(name, "1");
    SortedMap<String, String> before = ScriptedPackage.anew(cargo);
    served(cargo, before, "cold");
    assertThat(served(cargo, before, "warm")).isTrue();
    Cargo other = cargo.with(name, "2");
    assertThat(served(other, ScriptedPackage.anew(other), "with another value")).isFalse();
    assertThat(served(cargo, before, "back")).isTrue();
  }

  @Test
  void scriptThatRunsProgramsAndAsksByName_isServedWhateverElseIsSet() throws Exception {
    Cargo cargo =
        scripted.lay(DECLARES + "run(\"cp\", &[\"build.rs\", out().to_str().unwrap()]);\n");
    SortedMap<String, String> expected = ScriptedPackage.anew(cargo);
    served(cargo, expected, "cold");
    assertThat(served(cargo.with("UNRELATED", "1"), expected, "warm")).isTrue();
  }
}

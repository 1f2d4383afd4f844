package dev.larder.projects.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.projects.Installed;
import dev.larder.projects.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A package with a build script, and one that it depends on, which has a script as well and hands
 * it something.
 *
 * @param directory where the two lie
 */
record ScriptedPackage(Path directory) {
  private static final String PRELUDE =
      """
      #![allow(unused_imports, dead_code)]
      use std::{env, fs, io::Write, path::{Path, PathBuf}, process::Command};
      fn out() -> PathBuf { env::var("OUT_DIR").unwrap().into() }
      fn run(program: &str, arguments: &[&str]) -> String {
          let done = Command::new(program).args(arguments).output().unwrap();
          String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr)
      }
      """;

  /** Writes it with these statements as the body of its script. */
  Cargo lay(String body) throws IOException {
    Tree.delete(directory);
    text("Cargo.toml", "[workspace]\nresolver = \"2\"\nmembers = [\"deeper\", \"scripted\"]\n");
    manifest("deeper", "links = \"deeper\"\n");
    text("deeper/src/lib.rs", "");
    text(
        "deeper/build.rs",
        PRELUDE
            + """
            fn main() {
                println!("cargo:rerun-if-changed=handed.txt");
                fs::copy("handed.txt", out().join("handed.txt")).unwrap();
                println!("cargo:directory={}", out().display());
            }
            """);
    text("deeper/handed.txt", "handed 1");
    manifest("scripted", "[dependencies]\ndeeper = { path = \"../deeper\" }\n");
    text("scripted/src/lib.rs", "");
    script(body);
    return Cargo.in(directory);
  }

  private void manifest(String name, String more) throws IOException {
    text(
        name + "/Cargo.toml",
        "[package]\nname = \"%s\"\nversion = \"1.0.0\"\nedition = \"2021\"\n%s"
            .formatted(name, more));
  }

  /** Gives its script another body. */
  void script(String body) throws IOException {
    text("scripted/build.rs", PRELUDE + "fn main() {\n" + body + "}\n");
  }

  Path text(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return file;
  }

  /** A shell script that may be executed. */
  void program(String name, String text) throws IOException {
    Path file = text(name, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** All that the script has left: what it printed, and each thing in its directory. */
  static SortedMap<String, String> made(Cargo cargo) throws Exception {
    var made = new TreeMap<String, String>();
    for (ScriptRun run : ScriptRun.in(cargo, "scripted-.*")) {
      made.putAll(run.made());
    }
    return made;
  }

  /** Builds it in an empty target directory, and gives what the script has left there. */
  static SortedMap<String, String> anew(Cargo cargo) throws Exception {
    Tree.delete(cargo.target());
    cargo.run("build");
    return made(cargo);
  }

  /**
   * Whether both scripts were done without when it is built through Larder; what they leave, and
   * that all is fresh thereafter, is looked at in any case.
   */
  static boolean served(
      Installed larder, Cargo cargo, SortedMap<String, String> expected, String when)
      throws Exception {
    larder.command("--zero-stats");
    assertThat(anew(cargo.through(larder))).as(when).isEqualTo(expected);
    assertThat(cargo.through(larder).stale("build")).as("%s: fresh", when).isEmpty();
    return !larder.command("--show-stats").contains("Cache misses (build script)");
  }
}

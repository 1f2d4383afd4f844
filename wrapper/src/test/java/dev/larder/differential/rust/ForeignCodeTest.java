package dev.larder.differential.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.differential.Command;
import dev.larder.differential.Outcome;
import dev.larder.differential.Traps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What code that is not the compiler's learns while rustc runs: macros, and scripts around it. */
final class ForeignCodeTest extends Traps {
  private static final String COMPILE =
      "rustc --edition 2021 --crate-type lib --extern mac=libmac.so root.rs";

  /**
   * A crate that is made of what a macro says.
   *
   * @param body an expression of the type String
   */
  private void macro(String body) throws Exception {
    write(
        "project/mac.rs",
        """
        extern crate proc_macro;
        #[proc_macro]
        pub fn say(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
            let said: String = { %s };
            format!("{said:?}").parse().unwrap()
        }
        """
            .formatted(body));
    Command command =
        in("project", "rustc --edition 2021 -C prefer-dynamic --crate-type proc-macro mac.rs");
    Outcome outcome = bench.bare(command);
    assertThat(outcome.status()).as(outcome.stderr()).isZero();
    String library = outcome.files().getOrDefault("libmac.so", "");
    Files.write(
        project.resolve("libmac.so"),
        library.substring(library.indexOf(' ') + 1).getBytes(StandardCharsets.ISO_8859_1));
    write("project/root.rs", "pub const SAID: &str = mac::say!();\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PWD", "TERM", "TMPDIR", "COLUMNS", "LANG", "HOME", "PATH"})
  void macro_asksForAVariableThatProgramsUse(String name) throws Exception {
    macro("std::env::var(\"" + name + "\").unwrap_or(\"unset\".into())");
    String usual = bench.environment().getOrDefault(name, root.toString());
    Command command = in("project", COMPILE).with(name, usual);

    warm(command);
    assertThat(hits(command.with(name, usual + ":" + project))).isFalse();
    assertThat(hits(command)).as("as before").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "dependency", "all"})
  void macro_listsADirectoryThatRustcSearches(String kind) throws Exception {
    macro(
        """
        let mut names: Vec<_> = std::fs::read_dir("names").unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names.join(" ")
        """);
    write("project/names/one", "");
    Command command = in("project", COMPILE + " -L " + kind + "=names");

    warm(command);
    write("project/names/two", "");
    assertThat(hits(command)).isFalse();
    Files.delete(project.resolve("names/two"));
    assertThat(hits(command)).as("as before").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/proc/self/cwd/given.txt",
        "/proc/thread-self/cwd/given.txt",
        "/proc/self/root/%r/project/given.txt",
        "/proc/self/task/../cwd/given.txt",
        "/dev/../%r/project/given.txt",
        "/proc/../%r/project/given.txt"
      })
  void macro_readsByAWayAround(String path) throws Exception {
    macro("std::fs::read_to_string(\"" + path.replace("%r", root.toString()) + "\").unwrap()");
    write("project/given.txt", "one");
    Command command = in("project", COMPILE);

    hits(command);
    hits(command);
    write("project/given.txt", "two");
    assertThat(hits(command)).isFalse();
  }

  @Test
  void macro_comparesTimesOfFiles() throws Exception {
    macro(
        """
        let time = |name: &str| std::fs::metadata(name).unwrap().modified().unwrap();
        format!("{}", time("one.txt") > time("other.txt"))
        """);
    write("project/other.txt", "");
    write("project/one.txt", "1");
    Files.setLastModifiedTime(root.resolve("project/one.txt"), FileTime.fromMillis(1));
    Command command = in("project", COMPILE);

    warm(command);
    write("project/one.txt", "2");
    assertThat(hits(command)).isFalse();
  }

  @Test
  void macro_asksForPermissions() throws Exception {
    macro(
        """
        use std::os::unix::fs::PermissionsExt;
        format!("{:o}", std::fs::metadata("asked.txt").unwrap().permissions().mode())
        """);
    write("project/asked.txt", "");
    Command command = in("project", COMPILE);

    warm(command);
    Files.setPosixFilePermissions(
        root.resolve("project/asked.txt"), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(hits(command)).isFalse();
  }

  /* It knows where that is from rustc's arguments. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "target.display().to_string()",
        "std::fs::read_to_string(target.join(\"version.txt\")).unwrap_or(\"none\".into())"
      })
  void macro_looksAboveTheOutputDirectory(String says) throws Exception {
    macro(
        """
        let all: Vec<_> = std::env::args().collect();
        let out = &all[all.iter().position(|each| each == "--out-dir").unwrap() + 1];
        let target = std::path::Path::new(out).ancestors().nth(2).unwrap();
        let text = %s;
        println!("{text}");
        text
        """
            .formatted(says));
    for (String target : List.of("one", "two")) {
      Files.createDirectories(root.resolve(target).resolve("debug/deps"));
      write(target + "/version.txt", target);
    }
    String into = COMPILE + " --out-dir %r/";

    warm(in("project", into + "one/debug/deps"));
    warm(in("project", into + "two/debug/deps"));
  }

  @Test
  void macro_asksAProgramThatSeesAllVariables() throws Exception {
    macro(
        """
        let out = std::process::Command::new("sh").args(["-c", "echo $TRAP_SHELL"]).output();
        String::from_utf8(out.unwrap().stdout).unwrap()
        """);
    Command command = in("project", COMPILE).with("TRAP_SHELL", "one");

    warm(command);
    assertThat(hits(command.with("TRAP_SHELL", "two"))).isFalse();
    assertThat(hits(command)).as("as before").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "std::time::SystemTime::now() > std::time::UNIX_EPOCH",
        "{ unsafe extern \"C\" { fn gethostname(name: *mut u8, length: usize) -> i32; }"
            + " let mut name = [0; 99]; unsafe { gethostname(name.as_mut_ptr(), 99) == 0 } }",
        "{ unsafe extern \"C\" { fn uname(answer: *mut u8) -> i32; }"
            + " let mut answer = [0; 999]; unsafe { uname(answer.as_mut_ptr()) == 0 } }",
        "std::net::TcpStream::connect(\"127.0.0.1:9\").is_err()",
        "std::process::Command::new(\"date\").output().is_ok()",
        "std::process::Command::new(\"hostname\").output().is_ok()"
      })
  void macro_asksWhatIsNoFile_isAskedEachTime(String question) throws Exception {
    macro("(" + question + ").to_string()");
    Command command = in("project", COMPILE);

    assertThat(hits(command)).isFalse();
    assertThat(hits(command)).isFalse();
  }

  private Path script(String name, String line) throws IOException {
    write("project/bin/" + name, "#!/bin/sh\n" + line + "\n");
    Path script = project.resolve("bin/" + name);
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void linkersDriver_isAScriptThatHasAVariable() throws Exception {
    script("driver", "exec gcc $TRAP_LINK \"$@\"");
    write("project/root.rs", "fn main() {}\n");
    Command command =
        in("project", "rustc -C linker=" + project + "/bin/driver root.rs")
            .with("TRAP_LINK", "-Wl,-z,now");

    warm(command);
    assertThat(hits(command.with("TRAP_LINK", "-s"))).isFalse();
    assertThat(hits(command)).as("as before").isTrue();
  }

  @Test
  void compiler_isAScriptThatHasAVariable() throws Exception {
    script("rustc", "exec rustc $TRAP_OPTION \"$@\"");
    write("project/root.rs", "pub const SET: bool = cfg!(trap);\n");
    Command command =
        in("project", "%r/project/bin/rustc --crate-type lib root.rs")
            .with("TRAP_OPTION", "-C debuginfo=0");

    hits(command);
    hits(command);
    assertThat(hits(command.with("TRAP_OPTION", "--cfg trap"))).isFalse();
  }

  @Test
  void incrementalState_liesAmongTheSources() throws Exception {
    write("project/src/root.rs", "mod part; pub const P: i32 = part::P;\n");
    write("project/src/part.rs", "pub const P: i32 = 1;\n");
    Command command =
        in(
            "project",
            "rustc --crate-type lib --emit=metadata -C incremental=" + root + " src/root.rs");

    hits(command);
    hits(command);
    write("project/src/part.rs", "pub const P: i32 = 2;\n");
    assertThat(hits(command)).isFalse();
  }

  /* No dep-info tells of what an environment macro asks for. */
  @ParameterizedTest
  @ValueSource(strings = {"PWD", "TERM", "TMPDIR", "bar"})
  void crate_asksForAVariableThatProgramsUse(String name) throws Exception {
    write("project/root.rs", "pub const SET: Option<&str> = option_env!(\"" + name + "\");\n");
    Command command = in("project", "rustc --crate-type lib root.rs").with(name, root.toString());

    warm(command);
    assertThat(hits(command.with(name, project.toString()))).isFalse();
    assertThat(hits(command)).as("as before").isTrue();
  }
}

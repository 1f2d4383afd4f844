package dev.larder.projects.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.projects.Command;
import dev.larder.projects.Installed;
import dev.larder.projects.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of build scripts: done without where that is the same, and done where it is not. */
final class BuildScriptTest {
  private static final String HITS = "Cache hits (build script)";

  /* One of each kind of thing, and of each kind of text. */
  private static final String MAKES_ALL =
      """
      let out = out();
      fs::create_dir_all(out.join("a/b")).unwrap();
      let _ = fs::create_dir(out.join("empty"));
      fs::write(out.join("a/b/text.txt"), "text").unwrap();
      fs::write(out.join("nothing"), "").unwrap();
      fs::write(out.join("large"), vec![7u8; 3 << 20]).unwrap();
      for i in 0..300 { fs::write(out.join(format!("a/{i}.txt")), format!("{i}")).unwrap(); }
      use std::os::unix::fs::{symlink, PermissionsExt};
      let mode = |name: &str, mode| fs::set_permissions(out.join(name), fs::Permissions::from_mode(mode)).unwrap();
      fs::write(out.join("program"), "#!/bin/sh\\n").unwrap();
      mode("program", 0o755);
      fs::write(out.join("private"), "private").unwrap();
      mode("private", 0o400);
      mode("empty", 0o700);
      let _ = symlink("a/b/text.txt", out.join("link"));
      let _ = symlink("nowhere", out.join("dangling"));
      let _ = symlink("/etc/hostname", out.join("away"));
      println!("cargo:rerun-if-changed=build.rs");
      println!("cargo:rustc-link-search=native={}", out.display());
      println!("cargo:root={}/a", out.display());
      println!("cargo:warning=said to all");
      eprintln!("said in {}", out.display());
      """;

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

  @Test
  void everythingThatAScriptLeaves_isThereAgain() throws Exception {
    Cargo cargo = scripted.lay(MAKES_ALL);
    SortedMap<String, String> expected = ScriptedPackage.anew(cargo);
    assertThat(expected).hasSizeGreaterThan(300);

    assertThat(served(cargo, expected, "cold")).isFalse();
    assertThat(served(cargo, expected, "warm")).isTrue();
    assertThat(larder.count(HITS)).isEqualTo(2);
    larder.command("--stop-server");
    assertThat(served(cargo, expected, "with a fresh daemon")).isTrue();

    Cargo elsewhere = cargo.into(directory.resolve("another/target"));
    SortedMap<String, String> there = ScriptedPackage.anew(elsewhere);
    assertThat(there.get("stdout")).contains("another/target");
    assertThat(served(elsewhere, there, "in another target directory")).isTrue();
  }

  /** What it makes in another target directory is something else, and is made there. */
  private void isServedOnlyHere(Cargo cargo) throws Exception {
    SortedMap<String, String> expected = ScriptedPackage.anew(cargo);
    assertThat(served(cargo, expected, "cold")).isFalse();
    assertThat(served(cargo, expected, "warm")).isTrue();
    Cargo elsewhere = cargo.into(directory.resolve("another"));
    SortedMap<String, String> there = ScriptedPackage.anew(elsewhere);
    assertThat(there).isNotEqualTo(expected);
    assertThat(served(elsewhere, there, "elsewhere")).isFalse();
    assertThat(served(cargo, expected, "back")).isTrue();
  }

  @Test
  void scriptThatSpellsItsDirectoryInAFile_isNotServedElsewhere() throws Exception {
    Cargo cargo = scripted.lay("fs::write(out().join(\"x\"), out().to_str().unwrap()).unwrap();\n");
    isServedOnlyHere(cargo);
  }

  @Test
  void scriptThatNamesADirectoryAboveItsOwn_isNotServedElsewhere() throws Exception {
    Cargo cargo =
        scripted.lay(
            """
            let target = out().ancestors().nth(4).unwrap().to_path_buf();
            println!("cargo:rustc-env=TARGET={}", target.display());
            """);
    isServedOnlyHere(cargo);
  }

  /* A package that several projects use: it looks for the project around the target directory. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void scriptThatLooksAboveItsDirectory_isServedWhereItFindsTheSame(boolean walks)
      throws Exception {
    String name = walks ? "out().ancestors()" : "out().ancestors().skip(5).take(1)";
    Cargo cargo =
        scripted.lay(
            """
            println!("cargo:rerun-if-changed=build.rs");
            for above in %s {
                if let Ok(text) = fs::read_to_string(above.join("version.txt")) {
                    println!("cargo:version={text}");
                    break;
                }
            }
            """
                .formatted(name));
    Files.writeString(
        Files.createDirectories(directory.resolve("one")).resolve("version.txt"), "1");
    Files.writeString(
        Files.createDirectories(directory.resolve("two")).resolve("version.txt"), "2");
    for (String project : List.of("one", "two", "three")) {
      Cargo there = cargo.into(directory.resolve(project).resolve("target"));
      SortedMap<String, String> expected = ScriptedPackage.anew(there);
      assertThat(served(there, expected, project)).as(project).isFalse();
      assertThat(served(there, expected, project)).as("%s again", project).isTrue();
    }
  }

  @Test
  void compressedNameOfADirectory_isNotServedElsewhere() throws Exception {
    for (String compresses :
        List.of(
            "gcc -g -gz=zlib -c $OUT_DIR/x.c -o $OUT_DIR/x.o",
            "echo $OUT_DIR | gzip -nc > $OUT_DIR/x.gz",
            "echo $OUT_DIR | xz -c > $OUT_DIR/x.xz")) {
      Cargo cargo =
          scripted.lay(
              """
              fs::write(out().join("x.c"), "int x;").unwrap();
              print!("{}", run("sh", &["-c", "%s"]));
              """
                  .formatted(compresses));
      isServedOnlyHere(cargo);
    }
  }

  /* One is written through the other when the script runs again. */
  @Test
  void hardLinks_areThereAgain() throws Exception {
    Cargo cargo =
        scripted.lay(
            """
            println!("cargo:rerun-if-changed=note.txt");
            fs::write(out().join("one"), fs::read_to_string("note.txt").unwrap()).unwrap();
            let _ = fs::create_dir(out().join("deep"));
            let _ = fs::hard_link(out().join("one"), out().join("deep/other"));
            """);
    scripted.text("scripted/note.txt", "first");
    SortedMap<String, String> first = ScriptedPackage.anew(cargo);
    scripted.text("scripted/note.txt", "second");
    cargo.run("build");
    SortedMap<String, String> second = ScriptedPackage.made(cargo);
    assertThat(second.get("deep/other")).isNotEqualTo(first.get("deep/other"));

    scripted.text("scripted/note.txt", "first");
    assertThat(served(cargo, first, "cold")).isFalse();
    assertThat(served(cargo, first, "warm")).isTrue();
    scripted.text("scripted/note.txt", "second");
    cargo.through(larder).run("build");
    assertThat(ScriptedPackage.made(cargo)).isEqualTo(second);
  }

  /* Looked at by cargo for their times only. */
  @ParameterizedTest
  @CsvSource({
    "huge, too much is declared",
    "no\\0name, no file can be called no?name",
    "circle, ''",
    "note.txt/below, ''"
  })
  void declaredOddity_doesNoHarm(String declared, String reason) throws Exception {
    Cargo cargo = scripted.lay("println!(\"cargo:rerun-if-changed=" + declared + "\");\n");
    scripted.text("scripted/note.txt", "a file");
    Path circle = Files.createDirectories(directory.resolve("project/scripted/circle/deep"));
    Files.createSymbolicLink(circle.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(circle.resolve("further"), Path.of("../deep"));
    try (RandomAccessFile huge =
        new RandomAccessFile(directory.resolve("project/scripted/huge").toFile(), "rw")) {
      huge.setLength(1L << 40);
    }
    for (int round = 0; round < 2; round++) {
      Tree.delete(cargo.target());
      cargo.through(larder).run("build");
    }
    assertThat(larder.command("explain")).contains(reason);
    assertThat(larder.count(HITS)).isEqualTo(reason.isEmpty() ? 2 : 1);
  }

  @Test
  void variableOfACachesFamily_countsWhereTheScriptAsks() throws Exception {
    Cargo cargo =
        scripted
            .lay("println!(\"cargo:note={:?}\", env::var(\"LARDER_LEVEL_OF_MINE\"));\n")
            .with("LARDER_LEVEL_OF_MINE", "1");
    SortedMap<String, String> expected = ScriptedPackage.anew(cargo);
    assertThat(served(cargo, expected, "cold")).isFalse();
    assertThat(served(cargo, expected, "warm")).isTrue();
    Cargo other = cargo.with("LARDER_LEVEL_OF_MINE", "2");
    assertThat(served(other, ScriptedPackage.anew(other), "another value")).isFalse();
  }

  private static final String LOOKS_AROUND =
      """
      println!("cargo:rerun-if-changed=declared.txt");
      println!("cargo:rerun-if-env-changed=DECLARED");
      let mut all = String::new();
      all += &fs::read_to_string("undeclared.txt").unwrap_or("none".into());
      all += &format!("{:?}", env::var("ASKED"));
      all += &run("tool", &[]);
      all += &run("pkg-config", &["--modversion", "some-package"]);
      let mut names: Vec<_> = fs::read_dir("listed").unwrap().map(|e| e.unwrap().file_name()).collect();
      names.sort();
      all += &format!("{names:?}");
      let handed = env::var("DEP_DEEPER_DIRECTORY").unwrap();
      all += &fs::read_to_string(Path::new(&handed).join("handed.txt")).unwrap();
      all += &run("sh", &["-c", "echo $SHELLS"]);
      fs::write(out().join("all.txt"), all).unwrap();
      let object = out().join("c.o");
      run("cc", &["-c", "-Iearlier", "-Ilater", "c.c", "-o", object.to_str().unwrap()]);
      """;

  private Cargo laidOutToLookAround() throws IOException {
    Cargo cargo = scripted.lay(LOOKS_AROUND);
    scripted.text("scripted/declared.txt", "declared 1");
    scripted.text("scripted/undeclared.txt", "undeclared 1");
    scripted.text("scripted/listed/one", "");
    scripted.text(
        "scripted/c.c", "#include <c.h>\n#if __has_include(\"more.h\")\nint more;\n#endif\n");
    scripted.text("scripted/later/c.h", "int c = 1;\n");
    scripted.program("late/tool", "echo tool 1");
    Files.createDirectories(scripted.directory().resolve("early"));
    Files.createDirectories(scripted.directory().resolve("scripted/earlier"));
    Files.createDirectories(scripted.directory().resolve("packages"));
    String path = scripted.directory() + "/early:" + scripted.directory() + "/late:";
    return cargo
        .with("PATH", path + System.getenv("PATH"))
        .with("PKG_CONFIG_PATH", scripted.directory() + "/packages");
  }

  private interface Step {
    Cargo on(Cargo cargo) throws Exception;
  }

  /* After each change the bare script is the judge; what was so before must serve again. */
  private void changed(Cargo cargo, String what, Step change, Step back) throws Exception {
    SortedMap<String, String> before = ScriptedPackage.anew(cargo);
    served(cargo, before, "before: " + what);
    Cargo other = change.on(cargo);
    SortedMap<String, String> after = ScriptedPackage.anew(other);
    assertThat(after).as("%s makes a difference", what).isNotEqualTo(before);
    assertThat(served(other, after, what)).as(what).isFalse();
    assertThat(served(other, after, what + ", again")).as("%s, again", what).isTrue();
    back.on(other);
    assertThat(served(cargo, before, what + ", back")).as("%s, back", what).isTrue();
  }

  private Step text(String name, String text) {
    return cargo -> {
      scripted.text(name, text);
      return cargo;
    };
  }

  private Step without(String name) {
    return cargo -> {
      Files.delete(scripted.directory().resolve(name));
      return cargo;
    };
  }

  private Step with(String name, String value) {
    return cargo -> cargo.with(name, value);
  }

  @Test
  void whatAScriptLookedAt_decides() throws Exception {
    Cargo cargo = laidOutToLookAround();
    Step nothing = same -> same;
    changed(
        cargo,
        "an undeclared file",
        text("scripted/undeclared.txt", "undeclared 2"),
        text("scripted/undeclared.txt", "undeclared 1"));
    changed(cargo, "a variable", with("ASKED", "yes"), nothing);
    changed(cargo, "a variable of the shell's", with("SHELLS", "yes"), nothing);
    changed(
        cargo,
        "a header",
        text("scripted/later/c.h", "int c = 2;\n"),
        text("scripted/later/c.h", "int c = 1;\n"));
    changed(
        cargo,
        "a header found earlier",
        text("scripted/earlier/c.h", "int c = 3;\n"),
        without("scripted/earlier/c.h"));
    changed(cargo, "a header asked about", text("scripted/more.h", ""), without("scripted/more.h"));
    changed(
        cargo,
        "a program found earlier",
        same -> {
          scripted.program("early/tool", "echo tool 2");
          return same;
        },
        without("early/tool"));
    changed(
        cargo,
        "a package that appears",
        text("packages/some-package.pc", "Name: some\nDescription: some\nVersion: 7\n"),
        without("packages/some-package.pc"));
    changed(
        cargo,
        "a name in a directory",
        text("scripted/listed/two", ""),
        without("scripted/listed/two"));
    changed(
        cargo,
        "what a dependency hands over",
        text("deeper/handed.txt", "handed 2"),
        text("deeper/handed.txt", "handed 1"));
  }

  @Test
  void whatAScriptDidNotLookAt_doesNotCount() throws Exception {
    Cargo cargo = laidOutToLookAround();
    SortedMap<String, String> expected = ScriptedPackage.anew(cargo);
    assertThat(served(cargo, expected, "cold")).isFalse();
    Path file = scripted.directory().resolve("scripted/undeclared.txt");
    Files.setLastModifiedTime(
        file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 5000));
    assertThat(served(cargo, expected, "touched")).isTrue();
    assertThat(
            served(
                cargo.with("NUM_JOBS_ELSEWHERE", "1").with("TERM", "vt52"), expected, "terminal"))
        .as("the shell may have looked at any variable but those of no account")
        .isFalse();
    assertThat(served(cargo.with("TERM", "vt52"), expected, "terminal")).isTrue();
    scripted.text("scripted/unread.txt", "new");
    assertThat(served(cargo, expected, "an unread file")).isTrue();
    assertThat(
            served(
                cargo.with("DECLARED", "1"),
                ScriptedPackage.anew(cargo.with("DECLARED", "1")),
                "declared"))
        .as("what is declared counts")
        .isFalse();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "fs::write(out().join(\"t\"), format!(\"{:?}\", std::time::SystemTime::now())).unwrap(); => time (clock_gettime by",
        "fs::write(out().join(\"t\"), run(\"date\", &[])).unwrap(); => time",
        "fs::write(out().join(\"t\"), run(\"bash\", &[\"-c\", \"echo $EPOCHSECONDS\"])).unwrap(); => the time in t",
        "fs::write(out().join(\"t\"), run(\"hostname\", &[])).unwrap(); => host name",
        "fs::write(\"left.txt\", \"left\").unwrap(); => unexpected output",
        "fs::write(env::temp_dir().join(\"left-by-script\"), \"left\").unwrap(); => unexpected output",
        "Command::new(\"sleep\").arg(\"2\").stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap(); => processes left behind",
        "let _ = std::net::TcpStream::connect(\"127.0.0.1:1\"); => connect",
        "run(\"mkfifo\", &[out().join(\"fifo\").to_str().unwrap()]); => no file, directory or link",
        "println!(\"cargo:rerun-if-changed=\"); => the script asks to be run each time",
        "let p = out().join(\"s\"); fs::write(out().join(\"s.c\"), \"int main(void) {}\").unwrap(); run(\"cc\", &[\"-static\", out().join(\"s.c\").to_str().unwrap(), \"-o\", p.to_str().unwrap()]); run(p.to_str().unwrap(), &[]); => unobserved program",
        "run(&env::var(\"RUSTC_WRAPPER\").unwrap(), &[\"--version\"]); => called without a compiler; for the crate cc set CC=larder-cc",
      })
  void whatCanNotBeAccountedFor_isRunEachTime(String body, String reason) throws Exception {
    Cargo cargo = scripted.lay(body + "\nprintln!(\"cargo:rerun-if-changed=build.rs\");\n");
    for (String when : List.of("cold", "again")) {
      ScriptedPackage.anew(cargo.through(larder));
      assertThat(larder.command("explain")).as(when).contains(reason);
      Files.deleteIfExists(scripted.directory().resolve("scripted/left.txt"));
    }
    assertThat(larder.count(HITS)).as("of the other package").isEqualTo(1);
  }

  @Test
  void scriptThatFails_failsEachTimeAsBare() throws Exception {
    Cargo cargo = scripted.lay("println!(\"said\"); panic!(\"this fails\");\n");
    Built expected = Built.anew(cargo, "build");
    assertThat(expected.succeeded()).isFalse();
    for (int i = 0; i < 2; i++) {
      assertThat(Built.anew(cargo.through(larder), "build").succeeded()).isFalse();
    }
    scripted.script("println!(\"cargo:rerun-if-changed=build.rs\");\n");
    assertThat(ScriptedPackage.anew(cargo.through(larder))).isEqualTo(ScriptedPackage.anew(cargo));
  }

  @Test
  void compilesWithinAScript_countForIt() throws Exception {
    Cargo cargo =
        scripted
            .lay(
                """
                println!("cargo:rerun-if-changed=build.rs");
                let rustc = |name: &str| {
                    let mut wrapped = match env::var("RUSTC_WRAPPER") {
                        Ok(wrapper) => { let mut all = Command::new(wrapper); all.arg(env::var("RUSTC").unwrap()); all }
                        Err(_) => Command::new(env::var("RUSTC").unwrap()),
                    };
                    wrapped.args(["--crate-type=lib", "--emit=metadata", "--out-dir"]).arg(out()).arg(name)
                        .stderr(std::process::Stdio::null()).status().unwrap().success()
                };
                println!("cargo:rustc-cfg=probed=\\"{}{}\\"", rustc("good.rs"), rustc("bad.rs"));
                let cc = env::var("WRAPPED_CC").unwrap_or("cc".into());
                let mut words = cc.split(' ');
                let done = Command::new(words.next().unwrap()).args(words)
                    .args(["-c", "-DX", "c.c", "-o"]).arg(out().join("c.o")).status().unwrap();
                println!("cargo:rustc-cfg=compiled=\\"{done}\\"");
                """)
            .with("SOMETHING", "1");
    scripted.text("scripted/good.rs", "pub fn f() {}\n");
    scripted.text("scripted/bad.rs", "pub fn f() -> NoSuchType {}\n");
    scripted.text("scripted/c.c", "#include \"c.h\"\n");
    scripted.text("scripted/c.h", "int c = 1;\n");
    SortedMap<String, String> expected = ScriptedPackage.anew(cargo);
    Cargo wrapped = cargo.with("WRAPPED_CC", larder.program() + " cc");
    assertThat(served(wrapped, expected, "cold")).isFalse();
    assertThat(served(wrapped, expected, "warm")).isTrue();
    assertThat(larder.command("--show-stats")).as("the script did not run").doesNotContain("C/C++");

    scripted.text("scripted/c.h", "int c = 2;\n");
    SortedMap<String, String> other = ScriptedPackage.anew(cargo);
    assertThat(served(wrapped, other, "a header of a compile within")).isFalse();
    assertThat(served(wrapped, other, "again")).isTrue();
    scripted.text("scripted/bad.rs", "pub fn f() {}\n");
    assertThat(served(wrapped, ScriptedPackage.anew(cargo), "a failed compile within")).isFalse();
    assertThat(larder.count("Cache hits (C/C++)"))
        .as("the script ran, its compile was served")
        .isEqualTo(1);
  }

  @Test
  void programsThatAScriptMakesAndRuns_areItsOwn() throws Exception {
    Cargo cargo =
        scripted.lay(
            """
            println!("cargo:rerun-if-changed=build.rs");
            for at in [out(), env::temp_dir().join(format!("larder-test-{}", std::process::id()))] {
                fs::create_dir_all(&at).unwrap();
                fs::write(at.join("p.c"), "int puts(const char *); int main(void) { puts(\\"made\\"); }").unwrap();
                let (c, p) = (at.join("p.c"), at.join("p"));
                run("cc", &[c.to_str().unwrap(), "-o", p.to_str().unwrap()]);
                println!("cargo:rustc-cfg=said=\\"{}\\"", run(p.to_str().unwrap(), &[]).trim());
                if at != out() { fs::remove_dir_all(&at).unwrap(); }
            }
            """);
    SortedMap<String, String> expected = ScriptedPackage.anew(cargo);
    assertThat(expected.get("stdout")).contains("said=\"made\"");
    assertThat(served(cargo, expected, "cold")).isFalse();
    assertThat(served(cargo, expected, "warm")).isTrue();
  }

  @Test
  void withAndWithoutLarder_inOneTargetDirectory() throws Exception {
    Path image = directory.resolve("image");
    Tree.copy(larder.image(), image);
    Installed installed = new Installed(image, larder.scratch(), Map.of());
    Cargo cargo =
        scripted.lay(
            """
            println!("cargo:rerun-if-env-changed=ROUND");
            fs::write(out().join("round"), env::var("ROUND").unwrap_or_default()).unwrap();
            """);
    cargo.through(installed).run("build");
    assertThat(cargo.stale("build")).as("bare after Larder").isEmpty();
    cargo.with("ROUND", "1").run("build");
    assertThat(roundOf(cargo)).isEqualTo("1");
    cargo.through(installed).with("ROUND", "2").run("build");
    assertThat(roundOf(cargo)).isEqualTo("2");
    scripted.text(
        "scripted/build.rs",
        Files.readString(scripted.directory().resolve("scripted/build.rs")) + "\n// other\n");
    cargo.with("ROUND", "3").run("build");
    assertThat(roundOf(cargo)).isEqualTo("3");
    cargo.through(installed).with("ROUND", "4").run("build");
    assertThat(roundOf(cargo)).isEqualTo("4");
    cargo.run("clean");
    cargo.through(installed).with("ROUND", "5").run("build");
    installed.command("--stop-server");
    Tree.delete(image);
    cargo.with("ROUND", "6").with("RUSTC_WRAPPER", "").run("build");
    assertThat(roundOf(cargo)).as("Larder is gone").isEqualTo("6");
  }

  private static String roundOf(Cargo cargo) throws Exception {
    try (var all = Files.walk(cargo.target().resolve("debug/build"))) {
      return Files.readString(
          all.filter(path -> path.endsWith("out/round")).findFirst().orElseThrow());
    }
  }

  /* Killed while a run is done without, cargo leaves nothing or all of what the run had made. */
  @Test
  void killedWhileServed_leavesNoHalfDirectory() throws Exception {
    Cargo cargo = scripted.lay(MAKES_ALL);
    SortedMap<String, String> expected = ScriptedPackage.anew(cargo);
    assertThat(served(cargo, expected, "cold")).isFalse();
    Path whole = outputOf(cargo);
    SortedMap<String, String> all = Tree.digests(whole, name -> true);
    for (int round = 0; round < 6; round++) {
      Tree.delete(cargo.target());
      kill(cargo.through(larder).command("build -v"), "build/scripted-.*build-script-build`");
      if (Files.exists(whole)) {
        SortedMap<String, String> left = Tree.digests(whole, name -> true);
        assertThat(left.isEmpty() || left.equals(all)).as("round %s: %s", round, left).isTrue();
      }
      cargo.through(larder).run("build");
      assertThat(ScriptedPackage.made(cargo)).as("round %s", round).isEqualTo(expected);
    }
  }

  private static Path outputOf(Cargo cargo) throws IOException {
    try (var all = Files.walk(cargo.target().resolve("debug/build"), 2)) {
      return all.filter(path -> path.toString().matches(".*/scripted-[^/]*/out"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Kills a command with all that it started as soon as it says something. */
  private static void kill(Command command, String said) throws Exception {
    List<String> words = command.behind(List.of("setsid")).words();
    var builder = new ProcessBuilder(words).directory(command.directory().toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
    builder.environment().putAll(command.environment());
    Process process = builder.redirectErrorStream(true).start();
    try (var reader = process.inputReader()) {
      String line = reader.readLine();
      while (line != null && !line.matches(".*" + said + ".*")) {
        line = reader.readLine();
      }
      assertThat(line).as("cargo runs the script").isNotNull();
      new ProcessBuilder("kill", "-KILL", "--", "-" + process.pid()).start().waitFor();
      while (reader.readLine() != null) {
        // until nobody holds the other end
      }
    }
    process.waitFor();
  }

  /* It declares nothing, so that cargo runs it after each change in its package. */
  @Test
  void editedAgainAndAgain_isKeptTwiceAndThenInAnEmptyTargetDirectory() throws Exception {
    Cargo cargo =
        scripted
            .lay("println!(\"cargo:note={}\", fs::read_to_string(\"note.txt\").unwrap());\n")
            .with("CARGO_INCREMENTAL", "0");
    scripted.text("scripted/note.txt", "edit 0");
    Cargo through = cargo.through(larder);
    ScriptedPackage.anew(through);
    for (int edit = 1; edit <= 4; edit++) {
      scripted.text("scripted/note.txt", "edit " + edit);
      through.run("build");
      assertThat(ScriptedPackage.made(cargo).get("stdout"))
          .isEqualTo("cargo:note=edit " + edit + "\n");
      assertThat(larder.leftAlone()).as("edit %d", edit).isEqualTo(Math.max(0, edit - 2));
    }
    scripted.text("scripted/note.txt", "edit 5");
    SortedMap<String, String> expected = ScriptedPackage.anew(cargo);
    assertThat(served(cargo, expected, "anew")).isFalse();
    assertThat(served(cargo, expected, "again")).isTrue();
  }

  @Test
  void turnedOff_runsEachTime() throws Exception {
    Cargo cargo = scripted.lay(MAKES_ALL);
    SortedMap<String, String> expected = ScriptedPackage.anew(cargo);
    Cargo off = cargo.through(larder.with(Map.of("LARDER_BUILD_SCRIPTS", "false")));
    for (int i = 0; i < 2; i++) {
      assertThat(ScriptedPackage.anew(off)).isEqualTo(expected);
    }
    assertThat(larder.command("--show-stats")).doesNotContain("build script");
  }
}

package dev.larder.differential.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.differential.Bench;
import dev.larder.differential.Command;
import dev.larder.differential.Outcome;
import dev.larder.differential.Traps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What makes a kept result of rustc stale, one by one, and what does not; the bare compiler is the
 * oracle, and hits are counted.
 */
final class RustTrapsTest extends Traps {

  /** Makes what a crate depends on, by bare tools; what they write stays. */
  private void make(String line) throws Exception {
    Command command = in("project", line);
    Outcome outcome = bench.bare(command);
    assertThat(outcome.status()).as(outcome.stderr()).isZero();
    for (Map.Entry<String, String> file : outcome.files().entrySet()) {
      Path target = project.resolve(file.getKey());
      Files.deleteIfExists(target);
      String text = file.getValue();
      Files.write(
          target, text.substring(text.indexOf(' ') + 1).getBytes(StandardCharsets.ISO_8859_1));
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(text.substring(0, 9)));
    }
  }

  @BeforeEach
  void makeOutputDirectories() throws IOException {
    // rustc does not make the directory that a depfile goes to.
    Files.createDirectories(project.resolve("out"));
    Files.createDirectories(project.resolve("other"));
  }

  private void archive(String directory, int value) throws Exception {
    write("project/nat.c", "int nat(void) { return " + value + "; }\n");
    archive(directory, "gcc -fPIC -c nat.c");
  }

  private void archive(String directory, String compile) throws Exception {
    shell(
        "mkdir -p %1$s; rm -f %1$s/libnat.a; %2$s -o nat.o; ar rcsD %1$s/libnat.a nat.o; rm nat.o"
            .formatted(directory, compile));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--crate-type lib",
        "--crate-type rlib --emit=dep-info,metadata,link",
        "--crate-type lib --emit=metadata",
        "--crate-type bin",
        "--crate-type bin -C opt-level=3 -C lto=fat",
        "--crate-type bin -C lto=thin",
        "--crate-type dylib -C prefer-dynamic",
        "--crate-type cdylib",
        "--crate-type staticlib",
        "--crate-type rlib --crate-type cdylib --crate-type staticlib",
        "--crate-type proc-macro",
        "--test",
        "--test -C panic=unwind -C debuginfo=2",
        "--crate-type bin -C incremental=%r/state",
        "--crate-type bin -C debuginfo=2 -C split-debuginfo=packed",
        "--crate-type cdylib -C debuginfo=1 -C split-debuginfo=packed -C codegen-units=2",
        "--crate-type lib -C debuginfo=2 -C split-debuginfo=packed",
        "--test -C split-debuginfo=packed -C lto=thin -C debuginfo=2",
        "--crate-type lib --emit=obj",
        "--crate-type lib --emit=asm,llvm-ir",
        "--crate-type bin -C link-arg=-fuse-ld=lld",
        "--crate-type bin -C link-arg=-fuse-ld=gold",
        "--crate-type bin -C link-arg=-fuse-ld=bfd",
        "--crate-type bin -C linker=clang",
        "--crate-type lib -C target-cpu=native",
        "--crate-type lib --error-format=json --json=diagnostic-rendered-ansi,artifacts"
      })
  void everyType_againAndEditedAndBack_isServed(String options) throws Exception {
    write("project/part.rs", "pub fn part() -> i32 { 1 }\n");
    write("project/root.rs", "mod part;\nfn main() { let warned = 1; part::part(); }\n");
    Command command = in("project", "rustc --edition 2021 " + options + " --out-dir out root.rs");

    warm(command);
    write("project/part.rs", "pub fn part() -> i32 { 2 + 2 }\n");
    assertThat(hits(command)).isFalse();
    write("project/part.rs", "pub fn part() -> i32 { 1 }\n");
    assertThat(hits(command)).as("back").isTrue();
  }

  @Test
  void checkAndBuild_shareNothing() throws Exception {
    write("project/root.rs", "pub fn f() -> i32 { 1 }\n");
    warm(in("project", "rustc --crate-type lib --emit=dep-info,metadata --out-dir out root.rs"));
    warm(
        in(
            "project",
            "rustc --crate-type lib --emit=dep-info,metadata,link --out-dir out root.rs"));
  }

  /** Without dep-info nobody says which variables the crate asks for. */
  @ParameterizedTest
  @ValueSource(strings = {"MAKEFLAGS", "RUST_BACKTRACE"})
  void variable_thatRustcAsksForItself_isAskedForByTheCrate(String name) throws Exception {
    write("project/root.rs", "pub const M: Option<&str> = option_env!(\"" + name + "\");\n");
    for (String emit : List.of("metadata", "dep-info,metadata")) {
      Command command = in("project", "rustc --crate-type lib --emit=" + emit + " root.rs");
      warm(command.with(name, "1"));
      assertThat(hits(command.with(name, "2"))).isFalse();
    }
  }

  @Test
  void variables_setUnsetAndUnrelated() throws Exception {
    write(
        "project/root.rs",
        """
        pub const A: Option<&str> = option_env!("TRAP_OPTIONAL");
        pub const B: &str = env!("TRAP_NEEDED");
        """);
    Command command =
        in("project", "rustc --crate-type lib --emit=dep-info,link root.rs")
            .with("TRAP_NEEDED", "1");

    warm(command);
    assertThat(hits(command.with("TRAP_OPTIONAL", ""))).as("set, but empty").isFalse();
    assertThat(hits(command.with("TRAP_OPTIONAL", "x"))).isFalse();
    assertThat(hits(command.with("TRAP_NEEDED", "2"))).isFalse();
    assertThat(hits(command.without("TRAP_NEEDED"))).as("an error").isFalse();
    assertThat(hits(command.with("CARGO_UNRELATED", root.toString()))).as("unrelated").isTrue();
    assertThat(hits(command)).isTrue();
  }

  @Test
  void macro_readsFilesNamesAndVariables() throws Exception {
    write(
        "project/mac.rs",
        """
        extern crate proc_macro;
        #[proc_macro]
        pub fn read(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
            let text = std::fs::read_to_string("given.txt").unwrap_or("absent".into());
            let exists = std::path::Path::new("later.txt").exists();
            let names = std::fs::read_dir("names").map(|all| all.count()).unwrap_or(99);
            let set = std::env::var("TRAP_MACRO").unwrap_or("unset".into());
            format!("{:?}", format!("{text} {exists} {names} {set}")).parse().unwrap()
        }
        """);
    make("rustc --edition 2021 --crate-type proc-macro mac.rs");
    write("project/root.rs", "pub const READ: &str = mac::read!();\n");
    write("project/given.txt", "one");
    write("project/names/a", "");
    Command command =
        in("project", "rustc --edition 2021 --crate-type lib --extern mac=libmac.so root.rs");

    warm(command);
    write("project/given.txt", "two");
    assertThat(hits(command)).as("file").isFalse();
    write("project/later.txt", "");
    assertThat(hits(command)).as("file appears").isFalse();
    write("project/names/b", "");
    assertThat(hits(command)).as("name appears").isFalse();
    assertThat(hits(command.with("TRAP_MACRO", "1"))).as("variable").isFalse();
    assertThat(hits(command)).isTrue();
  }

  @Test
  void macro_writesAFile_isDoneEachTime() throws Exception {
    write(
        "project/mac.rs",
        """
        extern crate proc_macro;
        #[proc_macro]
        pub fn log(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
            std::fs::write("written.txt", "by the macro").unwrap();
            "1".parse().unwrap()
        }
        """);
    make("rustc --edition 2021 --crate-type proc-macro mac.rs");
    write("project/root.rs", "pub const ONE: i32 = mac::log!();\n");
    Command command =
        in("project", "rustc --edition 2021 --crate-type lib --extern mac=libmac.so root.rs");
    hits(command);
    hits(command);
  }

  @Test
  void module_movesOrIsInBothPlaces() throws Exception {
    write("project/root.rs", "pub mod a;\n");
    write("project/a.rs", "pub fn f() -> i32 { 1 }\n");
    Command command = in("project", "rustc --crate-type lib --emit=dep-info,link root.rs");

    warm(command);
    write("project/a/mod.rs", "pub fn f() -> i32 { 2 }\n");
    assertThat(hits(command)).as("ambiguous").isFalse();
    Files.delete(project.resolve("a.rs"));
    assertThat(hits(command)).as("moved").isFalse();
    assertThat(hits(command)).isTrue();
  }

  @Test
  void dependency_changesItsBodyOnly() throws Exception {
    write("project/root.rs", "fn main() { println!(\"{}\", dep::f()); }\n");
    write("project/dep.rs", "pub fn f() -> i32 { 1 }\n");
    make("rustc --crate-type rlib dep.rs");
    Command command =
        in("project", "rustc --edition 2021 -L dependency=. --extern dep=libdep.rlib root.rs");

    warm(command);
    write("project/dep.rs", "pub fn f() -> i32 { 2 }\n");
    Files.delete(project.resolve("libdep.rlib"));
    make("rustc --crate-type rlib dep.rs");
    assertThat(hits(command)).isFalse();
    write("project/unrelated/x", "");
    Files.copy(project.resolve("libdep.rlib"), project.resolve("libunrelated.rlib"));
    assertThat(hits(command)).as("an unrelated crate beside it").isTrue();
  }

  @Test
  void nativeArchive_changesOrAppearsEarlier() throws Exception {
    write(
        "project/root.rs",
        """
        #[link(name = "nat", kind = "static")] unsafe extern "C" { fn nat() -> i32; }
        fn main() { println!("{}", unsafe { nat() }); }
        """);
    archive("late", 1);
    Files.createDirectories(project.resolve("early"));
    Command command =
        in("project", "rustc -L native=missing -L native=early -L native=late root.rs");

    warm(command);
    archive("late", 2);
    assertThat(hits(command)).as("changed").isFalse();
    archive("early", 3);
    assertThat(hits(command)).as("in an empty directory").isFalse();
    archive("missing", 4);
    assertThat(hits(command)).as("in a directory that was not there").isFalse();
    Files.delete(project.resolve("missing/libnat.a"));
    Files.delete(project.resolve("early/libnat.a"));
    Files.delete(project.resolve("missing"));
    assertThat(hits(command)).as("gone again").isTrue();
  }

  /* As cargo lays out a target directory. */
  private Command inTarget(String target, String line) throws Exception {
    Files.createDirectories(root.resolve(target + "/deps"));
    return in("project", line + " --out-dir %r/" + target + "/deps -L native=" + made(target));
  }

  private String made(String target) {
    return root.resolve(target + "/build/nat-1/out").toString();
  }

  @Test
  void otherTarget_isServedWithWhatItsBuildScriptMade_ifThatIsTheSameAndNamesNoPlace()
      throws Exception {
    write("project/nat.c", "int nat(void) { return 1; }\n");
    write(
        "project/lib.rs",
        """
        #[link(name = "nat", kind = "static")] unsafe extern "C" { fn nat() -> i32; }
        pub fn from_c() -> i32 { unsafe { nat() } }
        """);
    write("project/root.rs", "fn main() { println!(\"{}\", dep::from_c()); }\n");
    String library =
        "rustc --crate-name dep --crate-type lib -g --emit=dep-info,metadata,link lib.rs";
    String program = "rustc --edition 2021 root.rs --extern dep=%r/TARGET/deps/libdep.rlib";
    for (String target : new String[] {"one/debug", "two/deeper/debug"}) {
      boolean other = !target.equals("one/debug");
      archive(made(target), "gcc -c nat.c");
      assertThat(hits(inTarget(target, library))).as(target).isEqualTo(other);
      assertThat(bench.leaving(inTarget(target, library))).isZero();
      assertThat(hits(inTarget(target, program.replace("TARGET", target))))
          .as(target)
          .isEqualTo(other);
    }
    write("project/nat.c", "int nat(void) { return 2; }\n");
    archive(made("two/deeper/debug"), "gcc -c nat.c");
    assertThat(hits(inTarget("two/deeper/debug", library))).as("other content").isFalse();

    for (String target : new String[] {"one/debug", "two/deeper/debug"}) {
      String named = "gcc -g -fdebug-prefix-map=" + project + "=" + made(target) + " -c nat.c";
      archive(made(target), named);
      assertThat(hits(inTarget(target, library))).as("%s, named", target).isFalse();
      assertThat(hits(inTarget(target, library))).as("%s, again", target).isTrue();
    }
  }

  @Test
  void nativeLibrary_appearsEarlierAsSharedObject() throws Exception {
    write(
        "project/root.rs",
        """
        #[link(name = "nat")] unsafe extern "C" { fn nat() -> i32; }
        fn main() { println!("{}", unsafe { nat() }); }
        """);
    archive("late", 1);
    Files.createDirectories(project.resolve("early"));
    Command command = in("project", "rustc -L native=early -L native=late -l nat root.rs");

    warm(command);
    write("project/nat.c", "int nat(void) { return 5; }\n");
    make("gcc -shared -fPIC nat.c -o early/libnat.so");
    assertThat(hits(command)).isFalse();
    Files.delete(project.resolve("early/libnat.so"));
    assertThat(hits(command)).isTrue();
  }

  @Test
  void linkArguments_filesOfTheLinkerChange() throws Exception {
    write("project/root.rs", "#[unsafe(no_mangle)] pub extern \"C\" fn kept() -> i32 { 1 }\n");
    write("project/versions", "V1 { global: kept; local: *; };\n");
    write("project/more.o.c", "int more(void) { return 1; }\n");
    Command command =
        in(
            "project",
            "rustc --crate-type cdylib -C link-arg=-Wl,--undefined-version"
                + " -C link-arg=-Wl,-Map=/dev/null -C link-arg=-Wl,--dynamic-list=versions.list root.rs");
    write("project/versions.list", "{ kept; };\n");

    hits(command);
    hits(command);
    write("project/versions.list", "{ other; };\n");
    hits(command);

    Command scripted =
        in(
            "project",
            "rustc --crate-type staticlib --crate-type cdylib -C link-arg=script.ld root.rs");
    write("project/script.ld", "EXTERN(kept)\n");
    warm(scripted);
    write("project/script.ld", "EXTERN(kept) PROVIDE(added = 5);\n");
    assertThat(hits(scripted)).isFalse();
  }

  @Test
  void argumentsFile_changes() throws Exception {
    write("project/root.rs", "#[cfg(one)] pub fn one() {}\n#[cfg(two)] pub fn two() {}\n");
    write("project/arguments", "--cfg\none\n");
    Command command = in("project", "rustc --crate-type lib root.rs @arguments");

    warm(command);
    write("project/arguments", "--cfg\ntwo\n");
    assertThat(hits(command)).isFalse();
    write("project/arguments", "--no-such-option\n");
    assertThat(hits(command)).isFalse();
    write("project/arguments", "--cfg\none\n");
    assertThat(hits(command)).isTrue();
  }

  @Test
  void lints_decideWhetherItCompiles() throws Exception {
    write("project/root.rs", "pub fn f() { let unused = 1; }\n");
    String line = "rustc --crate-type lib root.rs";
    warm(in("project", line));
    assertThat(hits(in("project", line + " -D warnings"))).isFalse();
    assertThat(hits(in("project", line + " -D warnings --cap-lints allow"))).isFalse();
    assertThat(hits(in("project", line + " -A unused"))).isFalse();
    assertThat(hits(in("project", line))).isTrue();
  }

  @Test
  void bootstrap_allowsUnstableOptions() throws Exception {
    write("project/root.rs", "pub fn f() {}\n");
    Command command = in("project", "rustc --crate-type lib -Z threads=1 root.rs");
    assertThat(hits(command)).isFalse();
    assertThat(hits(command.with("RUSTC_BOOTSTRAP", "1"))).isFalse();
    assertThat(hits(command)).isFalse();
  }

  @Test
  void clippy_settingsAndArguments() throws Exception {
    write(
        "project/root.rs",
        "pub fn f(a: u8, b: u8, c: u8) -> bool { let x = a == b; return x || b == c; }\n");
    Command command = in("project", "clippy-driver rustc --crate-type lib --emit=metadata root.rs");

    warm(command);
    write("project/clippy.toml", "too-many-arguments-threshold = 2\n");
    assertThat(hits(command)).as("settings").isFalse();
    write("project/.clippy.toml", "too-many-arguments-threshold = 5\n");
    assertThat(hits(command)).as("two of them").isFalse();
    assertThat(hits(command.with("CLIPPY_ARGS", "-Dclippy::needless_return__CLIPPY_HACKERY__")))
        .as("arguments")
        .isFalse();
    assertThat(hits(command.with("CLIPPY_CONF_DIR", root.toString()))).isFalse();
    assertThat(hits(in("project", "rustc --crate-type lib --emit=metadata root.rs"))).isFalse();
  }

  @Test
  void directory_isNamedByTheOutput() throws Exception {
    for (String directory : new String[] {"one", "two"}) {
      write(directory + "/root.rs", "pub fn f(x: Option<i32>) -> i32 { x.unwrap() }\n");
    }
    String plain = "rustc --crate-type lib -g root.rs";
    warm(in("one", plain));
    assertThat(hits(in("two", plain))).isFalse();
    hits(in("one", "rustc --crate-type lib -g --remap-path-prefix=%r/one=/x root.rs"));
    hits(in("two", "rustc --crate-type lib -g --remap-path-prefix=%r/two=/x root.rs"));
    hits(in("two", "rustc --crate-type lib -g --remap-path-prefix=%r/two=/y root.rs"));
    hits(in("one", "rustc --crate-type lib -g %r/one/root.rs"));
    hits(in("two", "rustc --crate-type lib -g %r/one/root.rs"));
  }

  /* Not rustup in its place, which looks for its settings in all directories above. */
  private String itself(String line) throws Exception {
    Outcome sysroot = bench.bare(in("project", "rustc --print sysroot"));
    return line.replaceFirst("^rustc", sysroot.stdout().strip() + "/bin/rustc");
  }

  private Command mapped(String checkout, String line) throws Exception {
    return in(checkout, itself(line) + " --remap-path-prefix=%r/" + checkout + "=/mapped")
        .with("CARGO_MANIFEST_DIR", root.resolve(checkout).toString());
  }

  @Test
  void otherCheckout_isServedWhereTheCallMapsItAndNothingNamesIt() throws Exception {
    String dep = "rustc --crate-name dep --crate-type lib -g --emit=dep-info,metadata,link dep.rs";
    String program =
        "rustc -g --emit=dep-info,link root.rs --extern dep=%r/CHECKOUT/out/libdep.rlib";
    for (String checkout : new String[] {"one", "two/deeper"}) {
      write(checkout + "/dep.rs", "mod part;\npub fn f(v: &[i32]) -> i32 { v[part::AT] }\n");
      write(checkout + "/part.rs", "pub const AT: usize = 1;\n");
      write(
          checkout + "/root.rs", "fn main() { println!(\"{} {}\", file!(), dep::f(&[1, 2])); }\n");
      write(checkout + "/out/kept", "");
      String out = " --error-format=json --json=artifacts --out-dir %r/" + checkout + "/out";
      String linked = program.replace("CHECKOUT", checkout);
      boolean other = !checkout.equals("one");
      assertThat(hits(mapped(checkout, dep + out))).as("%s", checkout).isEqualTo(other);
      restoreInto(checkout, mapped(checkout, dep + out));
      assertThat(hits(mapped(checkout, linked + out))).as("%s", checkout).isEqualTo(other);
      assertThat(hits(in(checkout, itself(dep) + out + " --remap-path-prefix=%r=/up"))).isFalse();
      assertThat(
              hits(
                  in(
                      checkout,
                      itself(dep) + out + " --remap-path-prefix=%r/" + checkout + "=/" + checkout)))
          .isFalse();
    }
    write("two/deeper/part.rs", "pub const AT: usize = 0;\n");
    assertThat(hits(mapped("two/deeper", dep + " --out-dir %r/two/deeper/out"))).isFalse();
    assertThat(hits(mapped("two/deeper", dep + " --out-dir %r/outside"))).isFalse();
    assertThat(hits(mapped("one", dep + " --out-dir %r/outside"))).isFalse();
  }

  /* What a later call of the test reads. */
  private void restoreInto(String checkout, Command command) throws Exception {
    assertThat(bench.leaving(command)).isZero();
    assertThat(root.resolve(checkout).resolve("out/libdep.rlib")).exists();
  }

  @Test
  void otherCheckout_isNotServedWhereItsNameWasAskedForOrSaid() throws Exception {
    String macro =
        """
        extern crate proc_macro;
        #[proc_macro]
        pub fn length(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
            format!("{}", std::env::current_dir().unwrap().as_os_str().len()).parse().unwrap()
        }
        """;
    write("project/mac.rs", macro);
    make("rustc --edition 2021 --crate-type proc-macro --out-dir %r/mac mac.rs");
    String[] sources = {
      "pub const DIRECTORY: &str = env!(\"CARGO_MANIFEST_DIR\");\n",
      "pub const LENGTH: usize = env!(\"CARGO_MANIFEST_DIR\").len();\n",
      "pub const LENGTH: usize = mac::length!();\n"
    };
    for (int i = 0; i < sources.length; i++) {
      String line = "rustc --edition 2021 --crate-type lib --emit=dep-info,metadata,link root.rs";
      line += i == 2 ? " --extern mac=%r/mac/libmac.so" : "";
      for (String checkout : new String[] {"one", "two/deeper"}) {
        write(checkout + "/root.rs", sources[i]);
        warm(mapped(checkout, line));
      }
    }
    for (String checkout : new String[] {"one", "two/deeper"}) {
      write(checkout + "/root.rs", "pub fn f() { let unused = 1; }\n");
      hits(mapped(checkout, "rustc --crate-type lib root.rs"));
      write(checkout + "/root.rs", "pub fn f() -> u32 { \"no number\" }\n");
      hits(mapped(checkout, "rustc --crate-type lib root.rs"));
      hits(mapped(checkout, "rustc --crate-type lib %r/" + checkout + "/root.rs"));
    }
  }

  @Test
  void otherOutputDirectory_namesItsOwnTargets() throws Exception {
    write("project/root.rs", "pub fn f() {}\n");
    String line = "rustc --crate-type lib --emit=dep-info,metadata,link --out-dir ";
    warm(in("project", line + "out root.rs"));
    hits(in("project", line + "other root.rs"));
    assertThat(hits(in("project", line + "other root.rs"))).isTrue();
    assertThat(hits(in("project", line + "out root.rs"))).isTrue();
    hits(in("project", line + "%r/project/out root.rs"));
  }

  @Test
  void profileData_changes() throws Exception {
    write("project/root.rs", "fn main() { for i in 0..9 { std::hint::black_box(i); } }\n");
    write("project/data.profdata", "not a profile");
    Command command = in("project", "rustc -C opt-level=2 -C profile-use=data.profdata root.rs");
    hits(command);
    write("project/data.profdata", "neither");
    hits(command);
    Files.delete(project.resolve("data.profdata"));
    hits(command);
  }

  @Test
  void targetDescription_changes() throws Exception {
    Outcome known =
        bench.bare(
            in("project", "rustc -Z unstable-options --print target-spec-json")
                .with("RUSTC_BOOTSTRAP", "1"));
    assertThat(known.status()).isZero();
    write("project/own.json", known.stdout());
    write("project/root.rs", "#![no_core]\n#![feature(no_core)]\n");
    Command command =
        in("project", "rustc -Z unstable-options --crate-type lib --target own.json root.rs")
            .with("RUSTC_BOOTSTRAP", "1");
    boolean first = hits(command);
    assertThat(first).isFalse();
    hits(command);
    write("project/own.json", known.stdout().replace("\"x86-64\"", "\"x86-64-v3\""));
    assertThat(hits(command)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rustc -vV",
        "rustc --version",
        "rustc --print cfg",
        "rustc --print sysroot",
        "rustc - --crate-name ___ --print=file-names --crate-type bin --crate-type rlib"
            + " --crate-type dylib --crate-type cdylib --crate-type staticlib --crate-type proc-macro"
            + " --print=sysroot --print=split-debuginfo --print=crate-name --print=cfg -Wwarnings",
        "rustc --explain E0308",
        "rustc --print target-cpus",
        "rustc --help",
        "rustc",
        "rustc no-such-file.rs",
        "rustc root.rs root.rs",
        "rustc --crate-type lib -o - root.rs",
        "rustc --crate-type lib --emit=asm -o - root.rs",
        "rustc --crate-type lib --emit=asm=- root.rs",
        "rustc --crate-type bin -C instrument-coverage root.rs",
        "rustc -Z help",
        "rustc -C help",
        "clippy-driver --version",
        "clippy-driver rustc -vV",
        "rustdoc --version"
      })
  void calls_thatAreNoCompiles_equalTheBareOnes(String line) throws Exception {
    write("project/root.rs", "fn main() {}\n");
    for (int time = 0; time < 3; time++) {
      hits(in("project", line));
    }
  }

  @Test
  void source_fromStandardInput() throws Exception {
    write("one.rs", "pub fn f() -> i32 { 1 }\n");
    write("two.rs", "pub fn f() -> i32 { 2 }\n");
    Command command = in("project", "rustc --crate-type lib -");
    for (String name : new String[] {"one.rs", "two.rs", "one.rs"}) {
      hits(command.reading(root.resolve(name)));
    }
  }

  @Test
  void restoredOutputs_areNewAndAreNobodyElses() throws Exception {
    write("project/root.rs", "pub fn f() -> i32 { 1 }\n");
    Command command = in("project", "rustc --crate-type lib --emit=link,metadata,dep-info root.rs");
    warm(command);
    Path source = project.resolve("root.rs");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now()));
    restore(command);
    Path output = project.resolve("libroot.rlib");
    assertThat(Files.getLastModifiedTime(output))
        .isGreaterThanOrEqualTo(Files.getLastModifiedTime(source));

    // cargo links outputs elsewhere; whoever writes through such a link changes nothing of
    // Larder's.
    Files.createLink(project.resolve("uplifted.rlib"), output);
    Files.writeString(project.resolve("uplifted.rlib"), "spoilt");
    for (String name : new String[] {"libroot.rlib", "libroot.rmeta", "root.d"}) {
      Files.deleteIfExists(project.resolve(name));
    }
    assertThat(hits(command)).isTrue();
    assertThat(project.resolve("uplifted.rlib")).hasContent("spoilt");
  }

  @Test
  void hit_overAnOutputWithASecondName_leavesThatAlone() throws Exception {
    write("project/root.rs", "pub fn f() -> i32 { 1 }\n");
    Command command = in("project", "rustc --crate-type lib --out-dir out root.rs");
    warm(command);
    write("project/out/libroot.rlib", "of an earlier build");
    Files.createLink(project.resolve("uplifted.rlib"), project.resolve("out/libroot.rlib"));
    restore(command);
    byte[] made = Files.readAllBytes(project.resolve("out/libroot.rlib"));
    assertThat(project.resolve("uplifted.rlib")).hasContent("of an earlier build");
    Files.delete(project.resolve("out/libroot.rlib"));
    String bare = bench.bare(command).files().getOrDefault("out/libroot.rlib", "");
    assertThat(made).asString(StandardCharsets.ISO_8859_1).isEqualTo(bare.substring(10));
  }

  /* A hit through Larder of which what is written stays. */
  private void restore(Command command) throws Exception {
    long before = Bench.count(bench.statistics(), "cache_hits");
    assertThat(bench.leaving(command)).isZero();
    assertThat(Bench.count(bench.statistics(), "cache_hits")).isGreaterThan(before);
  }
}

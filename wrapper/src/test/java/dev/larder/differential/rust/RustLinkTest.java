package dev.larder.differential.rust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.differential.Bench;
import dev.larder.differential.Command;
import dev.larder.differential.Outcome;
import dev.larder.differential.Traps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a link reads and looks for in vain, linker by linker. Each link is served when nothing
 * changed, by no linker, and made anew when anything did.
 */
final class RustLinkTest extends Traps {
  private static final boolean FULL = Boolean.getBoolean("larder.full");

  /* The one that rustc brings along, the one that gcc takes by itself, and those that it is told to take. */
  private static final List<String> LINKERS =
      List.of(
          "",
          " -C linker-features=-lld",
          " -C link-arg=-fuse-ld=bfd",
          " -C link-arg=-fuse-ld=gold",
          " -C linker-features=-lld -C link-arg=-fuse-ld=lld",
          " -C link-arg=-fuse-ld=mold",
          " -C linker=clang");

  static List<String> linkers() {
    return LINKERS;
  }

  /* Not each of them each time: a machine-wide property shows with any. */
  static List<String> someLinkers() {
    return FULL ? LINKERS : LINKERS.subList(0, 1);
  }

  static List<String> namedLinkers() {
    return FULL ? List.of("bfd", "gold", "lld", "mold") : List.of("bfd");
  }

  /* rustc itself optimises, before the linker comes. */
  static List<String> withLto() {
    return FULL
        ? List.of(" -C lto=fat", " -C lto=thin", LINKERS.get(2) + " -C lto=fat")
        : List.of(" -C lto=thin");
  }

  @BeforeEach
  void writeProgram() throws Exception {
    write(
        "project/root.rs",
        """
        #[link(name = "stat", kind = "static")] unsafe extern "C" { fn stat() -> i32; }
        #[link(name = "dyn")] unsafe extern "C" { fn dynamic() -> i32; }
        #[unsafe(no_mangle)] pub extern "C" fn kept() -> i32 { 1 }
        #[unsafe(no_mangle)] pub extern "C" fn other() -> i32 { 2 }
        fn main() { println!("{}", unsafe { stat() + dynamic() }); }
        """);
    archive("late", "stat", 1);
    shared("late", "dyn", 1);
    Files.createDirectories(project.resolve("early"));
    Files.createDirectories(root.resolve("empty"));
  }

  private void archive(String directory, String name, int value) throws Exception {
    compile(name, value);
    shell(
        "mkdir -p %1$s; rm -f %1$s/lib%2$s.a; ar rcsD %1$s/lib%2$s.a nat.o; rm nat.o"
            .formatted(directory, name));
  }

  private void shared(String directory, String name, int value) throws Exception {
    compile(name, value);
    shell(
        "gcc -shared -Wl,-soname,lib%2$s.so.%3$d nat.o -o made; mkdir -p %1$s run; rm nat.o; cp made run/lib%2$s.so.%3$d; mv made %1$s/lib%2$s.so"
            .formatted(directory, name, value));
  }

  private void compile(String name, int value) throws Exception {
    String function = name.equals("dyn") ? "dynamic" : name;
    write("project/nat.c", "int " + function + "(void) { return " + value + "; }\n");
    shell("gcc -fPIC -c nat.c -o nat.o");
  }

  private Command program(String options) throws Exception {
    return in(
        "project",
        "rustc --edition 2021 root.rs -L native=missing -L native=early -L native=late" + options);
  }

  private void isMadeAnew(String why, Command command) throws Exception {
    assertThat(hits(command)).as("%s: %s", why, command.shown()).isFalse();
    assertThat(hits(command)).as("again, %s: %s", why, command.shown()).isTrue();
  }

  /* Where the bare link differs from itself, as one by gold does, the programs made must print the same. */
  @Override
  protected boolean hits(Command command) throws Exception {
    Outcome bare = bench.bare(command);
    long before = Bench.count(bench.statistics(), "cache_hits");
    Outcome cached = bench.cached(command);
    String difference = cached.difference(bare);
    if (!difference.isEmpty()) {
      assertThat(bench.bare(command).difference(bare)).as(difference).isNotEmpty();
      assertThat(cached.status()).isEqualTo(bare.status());
      assertThat(cached.stderr()).isEqualTo(bare.stderr());
      assertThat(printed(cached)).isEqualTo(printed(bare));
    }
    return Bench.count(bench.statistics(), "cache_hits") > before;
  }

  /** What the program that a call has made prints. */
  private String printed(Outcome made) throws Exception {
    String file = made.files().getOrDefault("root", "");
    Path program = Files.write(root.resolve("program"), file.substring(10).getBytes(ISO_8859_1));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString(file.substring(0, 9)));
    Map<String, String> libraries = Map.of("LD_LIBRARY_PATH", project.resolve("run").toString());
    Outcome run =
        bench.bare(new Command(root.resolve("empty"), List.of(program.toString()), libraries));
    Files.delete(program);
    assertThat(run.status()).as(run.stderr()).isZero();
    return run.stdout();
  }

  /** Which programs start when a command is run through Larder. */
  private List<String> started(Command command) throws Exception {
    Path trace = root.resolve("trace");
    var words =
        new ArrayList<String>(
            List.of("strace", "-f", "-qq", "-e", "trace=execve,execveat", "-o", trace.toString()));
    words.add(bench.wrapper().toString());
    words.addAll(command.words());
    assertThat(bench.bare(new Command(project, words, command.variables())).status()).isZero();
    return Files.readAllLines(trace, ISO_8859_1);
  }

  @ParameterizedTest
  @MethodSource("linkers")
  void nativeLibraries_changeAndAppearEarlier(String linker) throws Exception {
    Command command = program(linker);

    warm(command);
    assertThat(started(command)).hasSize(1);
    archive("late", "stat", 2);
    isMadeAnew("archive", command);
    shared("late", "dyn", 2);
    isMadeAnew("shared library", command);
    archive("early", "stat", 3);
    isMadeAnew("archive earlier", command);
    archive("early", "dyn", 4);
    isMadeAnew("archive earlier than the shared library", command);
    shared("missing", "dyn", 5);
    isMadeAnew("shared library in a directory that was not there", command);
    shell("rm -r missing early/*");
    assertThat(hits(command)).as("as before").isTrue();
  }

  @ParameterizedTest
  @MethodSource("withLto")
  void ltoOfALibraryThatBundlesAnArchive_changes(String linker) throws Exception {
    write("project/root.rs", "fn main() { println!(\"{}\", dep::sum()); }\n");
    String library =
        "pub fn sum() -> i32 { %d + unsafe { bundled() } }\n"
            + "#[link(name = \"bundled\", kind = \"static\")]"
            + " unsafe extern \"C\" { fn bundled() -> i32; }\n";
    String make =
        "rustc --edition 2021 --crate-type rlib -O -L native=late dep.rs -o made; mv made libdep.rlib";
    write("project/dep.rs", library.formatted(1));
    archive("late", "bundled", 1);
    shell(make);
    Command command = program(linker + " -O -L dependency=. --extern dep=libdep.rlib");

    warm(command);
    write("project/dep.rs", library.formatted(2));
    shell(make);
    isMadeAnew("the library's code", command);
    archive("late", "bundled", 2);
    assertThat(hits(command)).as("an archive that was bundled before").isTrue();
    shell(make);
    isMadeAnew("the archive in it", command);
  }

  @ParameterizedTest
  @MethodSource("someLinkers")
  void versionScript_changes(String linker) throws Exception {
    write("project/versions", "V1 { global: kept; local: *; };\n");
    Command command =
        program(linker + " -C link-arg=-rdynamic -C link-arg=-Wl,--version-script=versions");

    warm(command);
    write("project/versions", "V1 { global: other; local: *; };\n");
    isMadeAnew("script", command);
    Command library =
        in("project", "rustc --crate-type cdylib lib.rs -C link-arg=-Wl,--dynamic-list=list");
    write("project/lib.rs", "#[unsafe(no_mangle)] pub extern \"C\" fn kept() -> i32 { 1 }\n");
    write("project/list", "{ kept; };\n");
    warm(library);
    write("project/list", "{ none; };\n");
    isMadeAnew("list", library);
    Files.delete(project.resolve("list"));
    assertThat(bench.cached(library).status()).isNotZero();
  }

  @ParameterizedTest
  @MethodSource("someLinkers")
  void startFilesAndLibc_changeOrAppear(String linker) throws Exception {
    List<String> parts = List.of("Scrt1.o", "crti.o", "crtbeginS.o", "libc_nonshared.a", "libc.so");
    for (String part : parts) {
      shell("mkdir -p own; cp $(gcc -print-file-name=" + part + ") own/");
    }
    shell("sed -i 's|[^ ]*/libc_nonshared.a|libc_nonshared.a|' own/libc.so");
    Command command = program(linker + " -C link-arg=-Bappearing -C link-arg=-Bown/ -L native=own");

    warm(command);
    write("project/section", "larder");
    for (String part : List.of("Scrt1.o", "crti.o", "crtbeginS.o")) {
      shell(
          "objcopy --add-section .note.own=section own/%1$s made; mv made own/%1$s"
              .formatted(part));
      isMadeAnew(part, command);
    }
    compile("stat", 5);
    shell("cp own/libc_nonshared.a made; ar rD made nat.o; mv made own/libc_nonshared.a");
    isMadeAnew("libc's archive", command);
    shell("echo '/* another */' >> own/libc.so");
    isMadeAnew("libc's script", command);
    shell("mkdir appearing; cp own/crti.o appearing/");
    isMadeAnew("a directory that was not there", command);
  }

  @ParameterizedTest
  @MethodSource("namedLinkers")
  void linker_isReplacedOrAppears(String name) throws Exception {
    shell("mkdir own; cp -L /usr/bin/ld." + name + " own/ld." + name);
    String other = name.equals("gold") ? "ld.bfd" : "ld.gold";
    Command command =
        program(
            " -C linker-features=-lld -C link-arg=-Bearlier/ -C link-arg=-Bown/ -C link-arg=-fuse-ld="
                + name);

    warm(command);
    shell("cp -L /usr/bin/%1$s made; mv made own/ld.%2$s".formatted(other, name));
    isMadeAnew("another program of this name", command);
    shell("mkdir earlier; cp -L /usr/bin/ld.%1$s earlier/".formatted(name));
    isMadeAnew("one that is found earlier", command);
    shell("rm -r earlier");
    assertThat(hits(command)).as("gone again").isTrue();
  }

  @ParameterizedTest
  @MethodSource("someLinkers")
  void linkersDriver_isAScriptOrAppearsInThePath(String linker) throws Exception {
    write("project/bin/driver", "#!/bin/sh\nexec gcc \"$@\"\n");
    shell("chmod +x bin/driver; mkdir empty");
    String path = project + "/empty:" + project + "/bin:" + System.getenv("PATH");
    Command command = program(linker + " -C linker=driver").with("PATH", path);

    warm(command);
    write("project/bin/driver", "#!/bin/sh\nexec gcc -Wl,-z,now -Wl,--build-id=none \"$@\"\n");
    isMadeAnew("script", command);
    write("project/empty/driver", "#!/bin/sh\nexec gcc -s \"$@\"\n");
    shell("chmod +x empty/driver");
    isMadeAnew("earlier in the path", command);
  }

  @ParameterizedTest
  @MethodSource("someLinkers")
  void variablesOfTheLink_change(String linker) throws Exception {
    archive("elsewhere", "dyn", 7);
    shell("mv late/libdyn.so late/libdyn.so.away");
    Command command = program(linker).with("LIBRARY_PATH", project.resolve("elsewhere").toString());

    warm(command);
    shared("more", "dyn", 8);
    isMadeAnew(
        "where gcc looks for libraries",
        command.with("LIBRARY_PATH", project.resolve("more") + ":" + project.resolve("elsewhere")));
    assertThat(bench.cached(command.without("LIBRARY_PATH")).status()).isNotZero();
    // Not every linker asks for it.
    hits(command.with("LD_RUN_PATH", "/larder"));
    assertThat(hits(command)).as("as before").isTrue();
  }
}

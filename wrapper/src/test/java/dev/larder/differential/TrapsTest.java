package dev.larder.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The traps that other caches fell into, one by one; the bare compiler is the oracle, and hits are
 * counted.
 */
final class TrapsTest extends Traps {
  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void absoluteSource_relativeInclude_fromTwoDirectories(String compiler) throws Exception {
    write("project/a.c", "#include <h.h>\nint x = H;\n");
    write("one/h.h", "#define H 1\n");
    write("two/h.h", "#define H 2\n");
    String line = compiler + " -I. -c %r/project/a.c -o a.o";

    warm(in("one", line));
    assertThat(hits(in("two", line))).isFalse();
    assertThat(hits(in("one", line))).isTrue();
  }

  /** Without debug information no output names the working directory. */
  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void workingDirectory_thatNothingNames_isAsGoodAsAnother(String compiler) throws Exception {
    for (String directory : List.of("one", "two")) {
      write(directory + "/src/a.c", "#include \"h.h\"\nint g(void) { int unused; return f(); }\n");
      write(directory + "/inc/h.h", "static int f(void) { return sizeof __FILE__; }\n");
    }
    String line = compiler + " -O1 -Wall -Iinc -MD -c src/a.c -o a.o";
    warm(in("one", line));
    assertThat(hits(in("two", line))).isTrue();
    assertThat(hits(in("two", line + " -g"))).isFalse();
    assertThat(hits(in("one", line + " -g"))).isFalse();
    assertThat(hits(in("two", line.replace("-Iinc", "-I%r/two/inc")))).isFalse();
    assertThat(hits(in("one", line.replace("-Iinc", "-I%r/two/inc")))).isFalse();
    write("two/inc/h.h", "static int f(void) { return 7; }\n");
    assertThat(hits(in("two", line))).isFalse();
  }

  /** What is left to the compiler was looked up all the same, and counts once. */
  @Test
  void linkedOutput_isWrittenByTheCompiler() throws Exception {
    write("project/a.c", "int x;\n");
    Command command = in("project", "gcc -c a.c -o a.o");
    warm(command);
    shell("touch elsewhere; ln -s elsewhere a.o");
    String before = bench.statistics();
    assertThat(bench.leaving(command)).isZero();
    String after = bench.statistics();
    assertThat(project.resolve("elsewhere")).isNotEmptyFile();
    assertThat(after).contains("\"an output is no regular file\"");
    for (String counter : List.of("requests_executed", "non_cacheable_compilations")) {
      assertThat(Bench.count(after, counter)).isEqualTo(Bench.count(before, counter) + 1);
    }
    for (String counter : List.of("requests_not_cacheable", "cache_hits", "cache_misses")) {
      assertThat(Bench.count(after, counter)).isEqualTo(Bench.count(before, counter));
    }
  }

  /** Each checkout maps its own place away; what PWD says decides what is mapped. */
  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void mappedWorkingDirectory_isSharedByCheckouts(String compiler) throws Exception {
    for (String directory : List.of("one", "two")) {
      write(directory + "/a.c", "#include \"h.h\"\nint g(void) { return f(); }\n");
      write(directory + "/h.h", "static int f(void) { return sizeof __FILE__; }\n");
    }
    warm(mapped(compiler, "one", "one"));
    assertThat(hits(mapped(compiler, "two", "two"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void mappedWorkingDirectory_isNamedByALineDirective(String compiler) throws Exception {
    for (String directory : List.of("one", "two")) {
      write(directory + "/a.c", "#include \"h.h\"\n");
      write(directory + "/h.h", "#line 7 \"" + root + "/one/h.y\"\nchar name[] = __FILE__;\n");
    }
    warm(mapped(compiler, "one", "one"));
    assertThat(hits(mapped(compiler, "two", "two"))).isFalse();
    assertThat(hits(mapped(compiler, "one", "one"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void mappedWorkingDirectory_hasTwoNames(String compiler) throws Exception {
    Files.createDirectories(root.resolve("one"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("one"));
    write("one/h.h", "char name[] = __FILE__;\n");
    write("one/a.c", "#include \"" + root + "/link/h.h\"\n");

    warm(mapped(compiler, "one", "one"));
    assertThat(hits(mapped(compiler, "one", "link"))).isFalse();
    assertThat(hits(mapped(compiler, "one", "one"))).isTrue();
  }

  private Command mapped(String compiler, String directory, String calledIt) throws Exception {
    String line = compiler + " -g -ffile-prefix-map=%r/" + calledIt + "=. -c a.c";
    Command command = in(directory, line);
    String name = root.resolve(calledIt).toString();
    return new Command(command.directory(), command.words(), Map.of("PWD", name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void depfile_isRestoredAndNamesItsOwnTarget(String compiler) throws Exception {
    write("project/a.c", "#include \"h.h\"\nint x = H;\n");
    write("project/h.h", "#define H 1\n");

    warm(in("project", compiler + " -MMD -MP -c a.c"));
    hits(in("project", compiler + " -MMD -MP -c a.c -o b.o"));
    assertThat(hits(in("project", compiler + " -MMD -MP -c a.c"))).isTrue();
  }

  /** Compilers drop a directory that they search already, and never ask what is in it. */
  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void searchedDirectory_thatWasAnother_isOneOfItsOwn(String compiler) throws Exception {
    write("project/a.c", "#include <h.h>\nint x = H;\n");
    write("project/late/h.h", "#define H 1\n");
    write("project/other/a/h.h", "#define H 2\n");
    shell("mkdir -p one/a; ln -s one two");
    Command command = in("project", compiler + " -Ione/a -Itwo/a -Ilate -c a.c");
    warm(command);
    shell("ln -sfn other two");
    assertThat(hits(command)).isFalse();
    shell("ln -sfn one two");
    assertThat(hits(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void searchedDirectory_becomesAnother(String compiler) throws Exception {
    write("project/a.c", "#include <h.h>\n");
    write("project/one/a/h.h", "static int w(void) { int b; return 0 / 0; }\n");
    write("project/two/a/h.h", "static int w(void) { int b; return 0 / 0; }\n");
    Command command = in("project", compiler + " -Wall -MD -Ione/a -isystem two/a -c a.c");
    warm(command);
    shell("rm -r two; ln -s one two");
    hits(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-I../d1", "-I%r//d1", "-I%r/./d1"})
  void searchedDirectory_isTheWorkingDirectoryOfOne(String search) throws Exception {
    write("src/a.c", "#include <h.h>\nint x = H;\n");
    write("inc/h.h", "#define H 1\n");
    write("d2/h.h", "#define H 2\n");
    for (String compiler : List.of("gcc", "clang")) {
      String line = compiler + " " + search + " -I. -I../inc -c ../src/a.c";
      hits(in("d1", line));
      hits(in("d2", line));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void directoryOfTemporaryFiles_isSearchedAndAppears(String compiler) throws Exception {
    write("project/a.c", "#include <h.h>\nint x = H;\n");
    write("project/late/h.h", "#define H 1\n");
    Command command =
        in("project", compiler + " -I%r/tmp -Ilate -c a.c")
            .with("TMPDIR", root.resolve("tmp").toString());
    warm(command);
    write("tmp/h.h", "#define H 2\n");
    assertThat(hits(command)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void header_isCalledAsAFileOfLibc(String compiler) throws Exception {
    write("project/a.c", "#include \"gconv/gconv-modules.h\"\nint x = H;\n");
    write("project/gconv/gconv-modules.h", "#define H 1\n");
    Command command = in("project", compiler + " -c a.c");
    warm(command);
    write("project/gconv/gconv-modules.h", "#define H 2\n");
    assertThat(hits(command)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang", "clang -fno-integrated-as"})
  void assembler_namesTheWorkingDirectory(String compiler) throws Exception {
    for (String directory : List.of("one", "two")) {
      write(
          directory + "/a.c",
          "int q(void) { __asm__(\".file 1 \\\"x/y.c\\\"\\n .loc 1 1\\n nop\"); return 1; }\n");
      hits(in(directory, compiler + " -c a.c"));
      hits(in(directory, compiler + " -c a.c"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void header_appearsEarlierInTheSearch(String compiler) throws Exception {
    write("project/a.c", "#include <h.h>\nint x = H;\n");
    write("project/late/h.h", "#define H 1\n");
    Files.createDirectories(project.resolve("empty"));
    Command command = in("project", compiler + " -Iempty -Imissing -Ilate -c a.c");

    warm(command);
    write("project/missing/h.h", "#define H 2\n");
    assertThat(hits(command)).isFalse();
    write("project/empty/h.h", "#define H 3\n");
    assertThat(hits(command)).isFalse();
    Files.delete(project.resolve("empty/h.h"));
    Files.delete(project.resolve("missing/h.h"));
    Files.delete(project.resolve("missing"));
    assertThat(hits(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void targetOfHasInclude_appears(String compiler) throws Exception {
    write("project/a.c", "#if __has_include(\"o.h\")\nint x = 1;\n#else\nint x = 2;\n#endif\n");
    Command command = in("project", compiler + " -c a.c");

    warm(command);
    write("project/o.h", "");
    assertThat(hits(command)).isFalse();
  }

  /** Compilers tell by the inode that two names are one file, and then choose between the names. */
  @ParameterizedTest
  @CsvSource({"clang, one, two", "clang, two, one", "gcc, one, two", "gcc, two, one"})
  void twoNamesOfOneFile_areTwoFilesElsewhere(String compiler, String first, String second)
      throws Exception {
    for (String directory : List.of("one", "two")) {
      write(directory + "/src/a.c", "#include \"beside.h\"\n#include <next.h>\nint y = x + z;\n");
      write(directory + "/src/beside.h", "#define x 1\n");
      write(directory + "/src/next.h", "#include_next <next.h>\n");
      write(directory + "/last/next.h", "#define z 2\n");
    }
    String line = compiler + " -MD -I src -I %r/one/src -I last -c %r/one/src/a.c -o a.o";

    warm(in(first, line));
    assertThat(hits(in(second, line))).isFalse();
    assertThat(hits(in(first, line))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void filesOfTheAssembler_change(String compiler) throws Exception {
    write(
        "project/a.c",
        "__asm__(\".data\\n.incbin \\\"d.bin\\\"\\n.include \\\"i.inc\\\"\\n.text\");\n");
    write("project/d.bin", "one");
    write("project/i.inc", ".long 1\n");
    Command command = in("project", compiler + " -c a.c");

    warm(command);
    write("project/d.bin", "two");
    assertThat(hits(command)).isFalse();
    write("project/i.inc", ".long 2\n");
    assertThat(hits(command)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void debugInformation_namesTheRightDirectory(String compiler) throws Exception {
    for (String directory : List.of("one", "two")) {
      write(directory + "/a.c", "int x;\nint f(void) { return x; }\n");
    }
    warm(in("one", compiler + " -g -c a.c"));
    assertThat(hits(in("two", compiler + " -g -c a.c"))).isFalse();
    assertThat(hits(in("two", compiler + " -c a.c"))).isFalse();
    assertThat(hits(in("one", compiler + " -c a.c"))).as("no debug information: shared").isTrue();

    warm(in("one", compiler + " -g -ffile-prefix-map=%r/one=. -c a.c"));
    assertThat(hits(in("two", compiler + " -g -ffile-prefix-map=%r/two=. -c a.c")))
        .as("mapped: shared")
        .isTrue();
    assertThat(hits(in("two", compiler + " -g -ffile-prefix-map=%r/two=x -c a.c")))
        .as("mapped otherwise")
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void debugInformation_followsTheSpellingOfTheDirectory(String compiler) throws Exception {
    write("project/a.c", "int x;\n");
    Files.createSymbolicLink(root.resolve("link"), project);
    Command command = in("project", compiler + " -g -c a.c");

    warm(command);
    hits(command.with("PWD", root.resolve("link").toString()));
    hits(command.with("PWD", root.toString()));
    assertThat(hits(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void commentEdit_movesLines(String compiler) throws Exception {
    write("project/a.c", "int f(int x)\n{ int unused; return x; }\n");
    Command command = in("project", compiler + " -g -Wall -P -c a.c");

    warm(command);
    write("project/a.c", "/* new */\n\nint f(int x)\n{ int unused; return x; }\n");
    assertThat(hits(command)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void calendar(String compiler) throws Exception {
    write("project/date.c", "const char *d = __DATE__;\n");
    write("project/time.c", "const char *t = __TIME__;\n");
    write("project/stamp.c", "const char *t = __TIMESTAMP__;\n");

    warm(in("project", compiler + " -c date.c"));
    Command time = in("project", compiler + " -c time.c");
    long before = Bench.count(bench.statistics(), "cache_hits");
    bench.cached(time);
    bench.cached(time);
    assertThat(Bench.count(bench.statistics(), "cache_hits")).isEqualTo(before);
    Command stamp = in("project", compiler + " -c stamp.c");
    hits(stamp);
    Files.setLastModifiedTime(
        project.resolve("stamp.c"), FileTime.from(Instant.now().minusSeconds(500_000)));
    assertThat(hits(stamp)).isFalse();
    Files.setLastModifiedTime(
        project.resolve("stamp.c"), FileTime.from(Instant.now().minusSeconds(900_000)));
    assertThat(hits(stamp)).isFalse();
  }

  @Test
  void sourceDateEpoch_isAnInputWhereItIsRead() throws Exception {
    write("project/date.c", "const char *d = __DATE__ __TIME__;\n");
    write("project/plain.c", "int x;\n");
    Command date = in("project", "gcc -c date.c");
    Command plain = in("project", "gcc -c plain.c");

    warm(date.with("SOURCE_DATE_EPOCH", "100000000"));
    assertThat(hits(date.with("SOURCE_DATE_EPOCH", "200000000"))).isFalse();
    assertThat(hits(date.with("SOURCE_DATE_EPOCH", "100000000"))).isTrue();
    warm(plain);
    assertThat(hits(plain.with("SOURCE_DATE_EPOCH", "100000000"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void variables_thatNameDirectories(String compiler) throws Exception {
    write("project/a.c", "#include <h.h>\nint x = H;\n");
    write("one/h.h", "#define H 1\n");
    write("two/h.h", "#define H 2\n");
    Command command = in("project", compiler + " -c a.c");

    warm(command.with("CPATH", root.resolve("one").toString()));
    assertThat(hits(command.with("C_INCLUDE_PATH", root.resolve("two").toString()))).isFalse();
    assertThat(hits(command.with("CPATH", root.resolve("two") + ":" + root.resolve("one"))))
        .isFalse();
    assertThat(hits(command.with("CPATH", root.resolve("one").toString()))).isTrue();
  }

  @Test
  void precompiledHeader_appears() throws Exception {
    write("project/h.h", "#define H 1\nint f(void);\n");
    write("project/a.c", "int x = H;\n");
    Command command = in("project", "gcc -include h.h -c a.c");

    warm(command);
    write("other/h.h", "#define H 2\nint g(void);\n");
    Outcome made = bench.bare(in("other", "gcc -x c-header h.h -o precompiled"));
    String bytes = made.files().getOrDefault("precompiled", "").substring("rw-r--r-- ".length());
    Files.writeString(project.resolve("h.h.gch"), bytes, ISO_8859_1);
    assertThat(hits(command)).isFalse();
  }

  @Test
  void specsFile_changes() throws Exception {
    write("project/a.c", "int x = X;\n");
    write("project/my.specs", "*cc1:\n+ -DX=1\n\n");
    Command command = in("project", "gcc -specs=./my.specs -c a.c");

    warm(command);
    write("project/my.specs", "*cc1:\n+ -DX=2\n\n");
    assertThat(hits(command)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void headerThroughADescriptor_isNotKept(String compiler) throws Exception {
    write("project/a.c", "int x = H;\n");
    for (int h = 1; h <= 2; h++) {
      String line = compiler + " -include <(echo '#define H " + h + "') -c a.c";
      Command bare = new Command(project, List.of("bash", "-c", line), Map.of());
      Outcome expected = bench.bare(bare);
      Command cached =
          new Command(project, List.of("bash", "-c", bench.wrapper() + " " + line), Map.of());
      assertThat(bench.bare(cached).difference(expected)).as("H is %s", h).isEmpty();
    }
  }

  @Test
  void equalHeaders_toldApartByTheirTimes() throws Exception {
    write("project/a.c", "#include \"one/h.h\"\n#include \"two/h.h\"\n");
    write("project/one/h.h", "#pragma once\nint f(void) { return 1; }\n");
    write("project/two/h.h", "#pragma once\nint f(void) { return 1; }\n");
    Command command = in("project", "gcc -c a.c");
    Files.setLastModifiedTime(project.resolve("one/h.h"), FileTime.from(Instant.EPOCH));
    for (int day = 0; day < 2; day++) {
      FileTime time = FileTime.from(Instant.EPOCH.plus(Duration.ofDays(day)));
      Files.setLastModifiedTime(project.resolve("two/h.h"), time);
      hits(command);
    }
  }

  @Test
  void assemblerAppearsEarlierInPath() throws Exception {
    write("project/a.c", "int x = 1;\n");
    Path bin = Files.createDirectories(root.resolve("bin"));
    Command command = in("project", "gcc -c a.c").with("PATH", bin + ":" + System.getenv("PATH"));

    warm(command);
    Path assembler = bin.resolve("as");
    Files.writeString(assembler, "#!/bin/sh\nexit 3\n");
    Files.setPosixFilePermissions(assembler, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(hits(command)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Bown", "COMPILER_PATH=own", "PATH=own:/usr/bin:/bin"})
  void assemblerLosesThePermissionToBeExecuted(String place) throws Exception {
    write("project/a.c", "int x = 1;\n");
    write("project/own/as", "#!/bin/sh\nexec /usr/bin/as --defsym OWN=1 \"$@\"\n");
    Path assembler = project.resolve("own/as");
    Files.setPosixFilePermissions(assembler, PosixFilePermissions.fromString("rwxr-xr-x"));
    String[] variable = place.split("=", 2);
    Command command =
        variable.length == 1
            ? in("project", "gcc " + place + " -c a.c")
            : in("project", "gcc -c a.c").with(variable[0], variable[1]);

    warm(command);
    Files.setPosixFilePermissions(assembler, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(hits(command)).isFalse();
    Files.setPosixFilePermissions(assembler, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(hits(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "./fifo/../standard-input"})
  void standardInput_isNoHeaderThatIsKept(String name) throws Exception {
    write("project/a.c", "int x = X;\n");
    Files.createDirectories(project.resolve("fifo"));
    Files.createSymbolicLink(project.resolve("standard-input"), Path.of("/proc/self/fd/0"));
    for (String text : List.of("#define X 1\n", "#define X 2\n", "#define X 3\n")) {
      write("input", text);
      assertThat(
              hits(
                  in("project", "gcc -include " + name + " -c a.c").reading(root.resolve("input"))))
          .isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/proc/self/cwd/h.h",
        "/proc/self/root/%r/project/h.h",
        "/proc/self/../..%r/project/h.h",
        "/sys/devices/system/cpu/../../../..%r/project/h.h"
      })
  void header_isReadByAWayThroughTheKernelsOwnFiles(String path) throws Exception {
    write("project/a.c", "#include \"" + path.replace("%r", root.toString()) + "\"\nint x = H;\n");
    write("project/h.h", "#define H 1\n");
    Command command = in("project", "gcc -c a.c");

    hits(command);
    hits(command);
    write("project/h.h", "#define H 2\n");
    assertThat(hits(command)).isFalse();
  }
}

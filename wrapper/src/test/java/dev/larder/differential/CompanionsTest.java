package dev.larder.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written beside the object: debug information, coverage notes, how much stack is used. */
final class CompanionsTest extends Traps {
  private interface Run {
    void run() throws Exception;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "g++", "clang", "clang++", "aarch64-linux-gnu-gcc"})
  void split_isRestoredBesideTheObjectThatNamesIt(String compiler) throws Exception {
    sources("project");
    sources("other");
    String line = compiler + " -g -gsplit-dwarf -O1 -c a.c -o out.d/x.o";
    warm(in("project", line));
    assertThat(bench.bare(in("project", line)).files()).containsKeys("out.d/x.o", "out.d/x.dwo");
    assertThat(hits(in("project", line.replace("x.o", "y.o")))).isFalse();
    assertThat(hits(in("other", line))).isFalse();
    write("project/h.h", "struct s { char c; int x; };\n");
    assertThat(hits(in("project", line))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-g -gsplit-dwarf",
        "-g1 -gsplit-dwarf",
        "-g3 -gsplit-dwarf -gz",
        "-gsplit-dwarf -g0",
        "-g -gsplit-dwarf -gno-split-dwarf",
        "-g -gsplit-dwarf=single",
        "-g -gsplit-dwarf -flto -ffat-lto-objects -frandom-seed=1",
        "-g -gsplit-dwarf -S",
        "-g -gsplit-dwarf -fsyntax-only",
        "-g -gsplit-dwarf -no-integrated-as",
        "-g -gsplit-dwarf -MD -MF out.d/x.d",
        "-g -gsplit-dwarf -fdebug-prefix-map=%r=/away",
        "-fstack-usage",
        "-fstack-usage -S",
        "-fstack-usage -flto -frandom-seed=1",
        "-fstack-usage -g -gsplit-dwarf",
        "-fstack-usage -x assembler",
        "--coverage -frandom-seed=1",
        "--coverage -frandom-seed=1 -S",
        "-fprofile-arcs -frandom-seed=1",
        "-ftest-coverage -frandom-seed=1 -g -gsplit-dwarf -fstack-usage",
        "--coverage -frandom-seed=1 -fprofile-update=atomic -fprofile-abs-path",
        "-fprofile-instr-generate -fcoverage-mapping",
        "-fprofile-generate -frandom-seed=1",
        "-fprofile-use -Wmissing-profile"
      })
  void companions_areThereWhereTheCompilerMakesThem(String options) throws Exception {
    sources("project");
    for (String compiler : List.of("gcc", "clang")) {
      Command command = in("project", compiler + " " + options + " -c a.c -o out.d/x.o");
      hits(command);
      hits(command);
      String bare = String.join(" ", command.words()) + " >bare.log 2>&1 || true";
      assertThat(overStale(() -> bench.leaving(command))).isEqualTo(overStale(() -> shell(bare)));
    }
  }

  /**
   * gcc marks an object and its notes with a number of their own, so the two must be of one run.
   */
  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void coverageNotes_belongToTheObject(String compiler) throws Exception {
    write(
        "project/a.c", "int f(int x) {\n  return x;\n}\nint main(void) {\n  return f(f(0));\n}\n");
    Command command = in("project", compiler + " --coverage -c a.c -o x.o");
    bench.bare(command); // what is as young as the run that reads it is not kept
    assertThat(bench.leaving(command)).isZero();
    shell("rm x.o x.gcno");
    long before = Bench.count(bench.statistics(), "cache_hits");
    assertThat(bench.leaving(command)).isZero();
    assertThat(Bench.count(bench.statistics(), "cache_hits")).isEqualTo(before + 1);
    String gcov = compiler.equals("gcc") ? "gcov" : "llvm-cov gcov";
    shell(compiler + " --coverage x.o -o x; ./x; " + gcov + " x.gcno");
    assertThat(Files.readString(project.resolve("a.c.gcov"))).containsPattern("2: +2: +return x;");
  }

  /** Where none is written, one that comes from elsewhere meanwhile is not the run's. */
  @ParameterizedTest
  @CsvSource({"gcc, -g -S, x.s", "clang, -g0 -c, x.o"})
  void companionThatSomethingElseWrote_isNotKept(String compiler, String options, String output)
      throws Exception {
    // The message comes when the source is read; what stands behind it takes a while.
    StringBuilder source = new StringBuilder("#pragma message \"read\"\n");
    for (int i = 0; i < 800; i++) {
      source.append(
          "int f%d(int n, int *p) { for (int i = 0; i < n; i++) p[i] += %d; return n; }\n"
              .formatted(i, i));
    }
    write("project/a.c", source.toString());
    Command command =
        in("project", compiler + " -O2 -gsplit-dwarf " + options + " a.c -o " + output);
    bench.bare(command);
    try (Bench.Started run = bench.startCached(command)) {
      run.awaitLine();
      write("project/x.dwo", "another's");
      assertThat(run.isUnderWay()).isTrue();
      assertThat(run.end()).isZero();
    }
    shell("rm x.*");
    assertThat(bench.leaving(command)).isZero();
    assertThat(project.resolve(output)).exists();
    assertThat(project.resolve("x.dwo")).doesNotExist();
  }

  /** objcopy spares an empty file, as the assembler does. */
  @ParameterizedTest
  @ValueSource(strings = {"chmod 751 x.dwo", "chmod 604 x.dwo; ln x.dwo other"})
  void emptyFile_isWrittenOverWhereTheCompilerDoes(String before) throws Exception {
    sources("project");
    for (String compiler : List.of("gcc", "clang")) {
      Command command = in("project", compiler + " -g -gsplit-dwarf -c a.c -o x.o");
      shell("rm -f x.* other");
      warm(command);
      String clean = "rm -f x.* other; : >x.dwo; " + before;
      String left = "stat -c '%a %h %s' x.dwo; test ! -e other || stat -c '%a %h %s' other";
      shell(clean);
      assertThat(bench.leaving(command)).isZero();
      shell("(" + left + ") >larders");
      shell(
          clean
              + "; "
              + String.join(" ", command.words())
              + "; ("
              + left
              + ") >bare; cmp larders bare");
    }
  }

  /** What a run leaves where files of an earlier one lie. */
  private String overStale(Run run) throws Exception {
    shell(
        "rm -f out.d/*; echo stale | tee out.d/x.dwo out.d/x.su out.d/x.gcno >out.d/x.o; chmod 640 out.d/x.*");
    run.run();
    var text = new StringBuilder();
    for (String name : List.of("x.o", "x.dwo", "x.su", "x.gcno")) {
      Path file = project.resolve("out.d").resolve(name);
      if (Files.exists(file)) {
        text.append(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .append(Files.readString(file, ISO_8859_1));
      }
    }
    return text.toString();
  }

  private void sources(String directory) throws IOException {
    write(directory + "/a.c", "#include \"h.h\"\nint f(struct s *p) { return p->x; }\n");
    write(directory + "/h.h", "struct s { int x; };\n");
    Files.createDirectories(root.resolve(directory).resolve("out.d"));
  }
}

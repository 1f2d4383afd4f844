package dev.larder.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hits that a wrapper gives by itself: each thing that such an answer rests on is changed while it
 * stands. The bare compiler is the oracle, and the notes that wrappers leave are counted.
 */
final class StandingAnswersTest extends Traps {
  private static final int ENOUGH = 10;

  /**
   * Compiles until a wrapper gives the answer by itself. Files that were just written are too
   * young.
   */
  private void settle(Command command) throws Exception {
    hits(command); // by then there is a daemon
    for (int i = 0; i < ENOUGH; i++) {
      if (isGivenByWrapper(command)) {
        return;
      }
    }
    throw new AssertionError("no standing answer: " + command.shown());
  }

  private boolean isGivenByWrapper(Command command) throws Exception {
    long before = bench.givenByWrappers();
    hits(command);
    return bench.givenByWrappers() > before;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang", "g++ -x c++", "cc"})
  void answer_thatStands_isCountedAndExplainedAsAHit(String compiler) throws Exception {
    write("project/a.c", "#include \"h.h\"\nint x = H;\nint f(void) { int unused; return x; }\n");
    write("project/h.h", "#define H 1\n");
    Command command = in("project", compiler + " -Wall -MMD -c a.c");
    settle(command);

    String before = bench.statistics();
    assertThat(isGivenByWrapper(command)).isTrue();
    String after = bench.statistics();
    for (String row : List.of("compile_requests", "requests_executed", "cache_hits")) {
      assertThat(Bench.count(after, row) - Bench.count(before, row)).as(row).isEqualTo(1);
    }
    assertThat(Bench.count(after, "cache_misses")).isEqualTo(Bench.count(before, "cache_misses"));
    assertThat(bench.explanation(project.resolve("a.c"))).contains("hit");
  }

  @Test
  void answer_isLeftAgainAfterEachEdit() throws Exception {
    write("project/a.c", "#include \"h.h\"\nint x = H;\n");
    Command command = in("project", "gcc -c a.c");
    final int edits = 12;
    for (int i = 0; i < edits; i++) {
      write("project/h.h", "#define H " + i + "\n");
      hits(command);
      int calls = 1;
      while (!isGivenByWrapper(command)) {
        assertThat(++calls).as("after edit %d", i).isLessThan(ENOUGH / 2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void file_changedWithItsTimeSetBack(String compiler) throws Exception {
    write("project/a.c", "#include \"h.h\"\nint x = H;\n");
    write("project/h.h", "#define H 1\n");
    Command command = in("project", compiler + " -c a.c");
    settle(command);

    Path header = project.resolve("h.h");
    FileTime time = Files.getLastModifiedTime(header);
    Files.writeString(header, "#define H 2\n");
    Files.setLastModifiedTime(header, time);
    assertThat(isGivenByWrapper(command)).isFalse();
    assertThat(hits(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void header_appearsEarlierInTheSearch(String compiler) throws Exception {
    write("project/a.c", "#include <h.h>\nint x = H;\n");
    write("late/h.h", "#define H 1\n");
    Files.createDirectories(root.resolve("empty"));
    Command command = in("project", compiler + " -I../missing -I../empty -I../late -c a.c");
    settle(command);

    write("empty/h.h", "#define H 2\n");
    assertThat(isGivenByWrapper(command)).isFalse();
    settle(command);
    write("missing/h.h", "#define H 3\n");
    assertThat(isGivenByWrapper(command)).isFalse();
  }

  /** So many that the answer rests on the directory having none of these names. */
  @Test
  void header_ofMany_appearsEarlierInTheSearch() throws Exception {
    final int headers = 24;
    StringBuilder source = new StringBuilder();
    for (int i = 0; i < headers; i++) {
      write("late/h" + i + ".h", "int v" + i + ";\n");
      source.append("#include <h").append(i).append(".h>\n");
    }
    write("project/a.c", source.toString());
    Path early = Files.createDirectories(root.resolve("early"));
    Command command = in("project", "gcc -I../early -I../late -c a.c");
    for (int i = 0; i < headers; i++) {
      settle(command);
      Path header = early.resolve("h" + i + ".h");
      Files.writeString(header, "int w;\n");
      hits(command);
      Files.delete(header);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang", "clang -fno-integrated-as"})
  void object_thatIsThere_getsThePermissionsThatTheCompilerGivesIt(String compiler)
      throws Exception {
    write("project/a.c", "int x;\n");
    settle(in("project", compiler + " -c a.c"));
    for (String content : List.of("old", "")) {
      String script =
          "printf '"
              + content
              + "' > a.o; chmod 700 a.o; $L "
              + compiler
              + " -c a.c; stat -c %a a.o";
      Command command = new Command(project, List.of("bash", "-c", script), Map.of());
      Outcome bare = bench.bare(command);
      for (int i = 0; i < 3; i++) {
        Outcome cached = bench.bare(command.with("L", bench.wrapper().toString()));
        assertThat(cached.difference(bare)).as("over '%s'", content).isEmpty();
      }
    }
  }

  @Test
  void linkToNothing_leadsToSomethingNow() throws Exception {
    write("project/a.c", "#include <h1.h>\n#include <h2.h>\n#include <h3.h>\nint x = H;\n");
    for (int i = 1; i <= 3; i++) {
      write("late/h" + i + ".h", "#undef H\n#define H " + i + "\n");
    }
    Path early = Files.createDirectories(root.resolve("early"));
    Command command = in("project", "gcc -I../early -I../late -c a.c");
    settle(command);
    Files.createSymbolicLink(early.resolve("h3.h"), Path.of("nowhere"));
    settle(command);
    write("early/nowhere", "#undef H\n#define H 4\n");
    assertThat(isGivenByWrapper(command)).isFalse();
  }

  @Test
  void program_leadsElsewhere() throws Exception {
    write(
        "project/a.c", "int x = __clang__ + 1;\n#ifndef __clang__\n#define __clang__ 5\n#endif\n");
    Path links = Files.createDirectories(root.resolve("bin"));
    Files.createSymbolicLink(links.resolve("gcc"), Path.of("/usr/bin/gcc"));
    Command command = in("project", root.resolve("bin/gcc") + " -c a.c -D__clang__=7");
    settle(command);

    Files.delete(links.resolve("gcc"));
    Files.createSymbolicLink(links.resolve("gcc"), Path.of("/usr/bin/g++"));
    assertThat(isGivenByWrapper(command)).isFalse();
  }

  @Test
  void workingDirectory_hasAnotherNameNow() throws Exception {
    write("one/a.c", "int x;\n");
    write("two/a.c", "int x;\n");
    Path link = root.resolve("link");
    Files.createSymbolicLink(link, Path.of("one"));
    Command command = in("one", "gcc -g -c a.c").with("PWD", link.toString());
    settle(command);

    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("two"));
    assertThat(isGivenByWrapper(command)).isFalse();
    settle(command);
    Files.delete(link);
    assertThat(isGivenByWrapper(command)).isFalse();
    settle(command);
    Files.createSymbolicLink(link, Path.of("one"));
    assertThat(isGivenByWrapper(command)).isFalse();
  }

  @Test
  void configuration_appearsAndChanges() throws Exception {
    write("project/a.c", "int x;\n");
    Path file = root.resolve("larder.toml");
    Command command = in("project", "gcc -c a.c").with("LARDER_CONF", file.toString());
    settle(command);
    Files.writeString(file, "no_cache = true\n");
    assertThat(hits(command)).isFalse();
    assertThat(isGivenByWrapper(command)).isFalse();
    Files.delete(file);
    assertThat(hits(command)).isTrue();
  }

  @Test
  void environment_isAnotherOne() throws Exception {
    write("project/a.c", "#include <h.h>\nint x = H;\n");
    write("one/h.h", "#define H 1\n");
    write("two/h.h", "#define H 2\n");
    Command plain = in("project", "gcc -c a.c");
    for (String directory : List.of("one", "two", "one")) {
      settle(plain.with("CPATH", root.resolve(directory).toString()));
    }
  }

  @Test
  void variables_thatPassBy_doNotMatter() throws Exception {
    write("project/a.c", "int x;\n");
    Command command = in("project", "gcc -c a.c");
    settle(command);
    for (String name : List.of("_", "SHLVL", "OLDPWD", "MAKEFLAGS", "MFLAGS", "MAKELEVEL")) {
      command = command.with(name, "7");
      assertThat(isGivenByWrapper(command)).as(name).isTrue();
    }
  }

  @Test
  void output_isALinkOrHasAnotherNameOrIsProtected() throws Exception {
    write("project/a.c", "int x;\n");
    Command command = in("project", "gcc -c a.c -o out/a.o");
    Path out = Files.createDirectories(project.resolve("out"));
    settle(command);
    byte[] expected = produced(command, out);

    Path target = Files.writeString(root.resolve("target"), "");
    Files.createSymbolicLink(out.resolve("a.o"), target);
    assertThat(leftTo(command)).isTrue();
    assertThat(target).hasBinaryContent(expected);
    Files.delete(out.resolve("a.o"));

    Files.writeString(out.resolve("a.o"), "");
    Path other = Files.createLink(root.resolve("other"), out.resolve("a.o"));
    assertThat(leftTo(command)).isTrue();
    assertThat(other).hasBinaryContent(expected);
    Files.delete(out.resolve("a.o"));

    Files.writeString(out.resolve("a.o"), "");
    Files.setPosixFilePermissions(out.resolve("a.o"), PosixFilePermissions.fromString("r--r--r--"));
    assertThat(leftTo(command)).isTrue();
    Files.delete(out.resolve("a.o"));
    Files.delete(out);
    assertThat(isGivenByWrapper(command)).isFalse();
  }

  private byte[] produced(Command command, Path out) throws Exception {
    bench.leaving(command);
    byte[] bytes = Files.readAllBytes(out.resolve("a.o"));
    Files.delete(out.resolve("a.o"));
    return bytes;
  }

  /** Whether the wrapper did not answer by itself. */
  private boolean leftTo(Command command) throws Exception {
    long before = bench.givenByWrappers();
    assertThat(bench.leaving(command)).isZero();
    return bench.givenByWrappers() == before;
  }

  @Test
  void result_isDamagedOrEvicted() throws Exception {
    write("project/a.c", "char large[400000] = {1};\nint x;\n"); // several pieces of the wrapper's
    Command command = in("project", "gcc -c a.c").with("LARDER_MEMORY_SIZE", "0");
    settle(command);
    for (Path value : values()) {
      if (value.getFileName().toString().contains("-")) {
        continue; // another name of the same file
      }
      byte[] bytes = Files.readAllBytes(value);
      for (int i = bytes.length / 2; i < bytes.length; i++) {
        bytes[i] ^= 1;
      }
      Files.write(value, bytes);
    }
    assertThat(hits(command)).isFalse();
    assertThat(project).isDirectoryNotContaining("glob:**.tmp");
    settle(command);
    for (Path value : values()) {
      Files.delete(value);
    }
    assertThat(hits(command)).isFalse();
  }

  private List<Path> values() throws Exception {
    return kept("values");
  }

  private List<Path> kept(String tree) throws Exception {
    try (Stream<Path> all =
        Files.walk(Path.of(bench.environment().get("LARDER_DIR")).resolve(tree))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void answer_isDamaged() throws Exception {
    write("project/a.c", "#include <stdio.h>\nint x;\n");
    Command command = in("project", "gcc -c a.c");
    settle(command);
    for (int at : new int[] {0, 9, 17, 30, 200, -1, -9}) {
      assertThat(
              isGivenByWrapperAfter(command, bytes -> bytes[Math.floorMod(at, bytes.length)] ^= 4))
          .as("byte %d", at)
          .isFalse();
    }
    for (Path answer : answers()) {
      byte[] bytes = Files.readAllBytes(answer);
      Files.write(answer, Arrays.copyOf(bytes, bytes.length - 1));
    }
    assertThat(isGivenByWrapper(command)).isFalse();
  }

  /** Does something to all answers, and undoes it afterwards: then they are to stand again. */
  private boolean isGivenByWrapperAfter(Command command, Consumer<byte[]> change) throws Exception {
    var before = new HashMap<Path, byte[]>();
    for (Path answer : answers()) {
      before.put(answer, Files.readAllBytes(answer));
      byte[] bytes = before.get(answer).clone();
      change.accept(bytes);
      Files.write(answer, bytes);
    }
    boolean given = isGivenByWrapper(command);
    for (Map.Entry<Path, byte[]> answer : before.entrySet()) {
      Files.write(answer.getKey(), answer.getValue());
    }
    assertThat(isGivenByWrapper(command)).as("mended").isTrue();
    return given;
  }

  private List<Path> answers() throws Exception {
    try (Stream<Path> all = Files.list(bench.answers())) {
      return all.filter(file -> !file.endsWith("served")).toList();
    }
  }

  /** An assembler that reads a file as no observer can see: what is kept is wrong by then. */
  @ParameterizedTest
  @ValueSource(strings = {"LARDER_RECACHE=1", "LARDER_VERIFY=1", "rm"})
  void answer_isTakenBackWithItsResult(String how) throws Exception {
    write("project/a.c", "int x;\n__asm__(\".data\\n.globl s\\ns: .long SECRET\\n\");\n");
    write("project/secret", "1");
    Path assembler = assembler();
    Command command =
        in("project", "gcc -B" + assembler.getParent() + "/ -c a.c -o a.o").with("TAKEN_BACK", how);
    settle(command);

    write("project/secret", "2");
    Outcome bare = bench.bare(command);
    if (how.equals("rm")) {
      for (Path value : values()) {
        Files.delete(value);
      }
      for (Path set : kept("sets")) {
        Files.delete(set);
      }
      assertThat(leftTo(command)).isTrue();
      return;
    }
    String[] setting = how.split("=", 2);
    bench.cached(command.with(setting[0], setting[1]));
    for (int i = 0; i < ENOUGH; i++) {
      assertThat(bench.cached(command).difference(bare)).isEmpty();
    }
  }

  private Path assembler() throws Exception {
    write(
        "b/as.c",
        String.join(
            "\n",
            "#include <stdio.h>",
            "#include <stdlib.h>",
            "#include <sys/syscall.h>",
            "#include <unistd.h>",
            "static long call(long n, long a, long b, long c) {",
            "  long result;",
            "  register long d __asm__(\"r10\") = 0;",
            "  __asm__ volatile(\"syscall\" : \"=a\"(result)",
            "    : \"a\"(n), \"D\"(a), \"S\"(b), \"d\"(c), \"r\"(d) : \"rcx\", \"r11\", \"memory\");",
            "  return result;",
            "}",
            "int main(int argc, char **argv) {",
            "  char secret[2] = {0}, symbol[20];",
            "  long file = call(SYS_openat, -100, (long)\"" + project + "/secret\", 0);",
            "  call(SYS_read, file, (long)secret, 1);",
            "  snprintf(symbol, sizeof symbol, \"SECRET=%s\", secret);",
            "  char **v = calloc((unsigned)argc + 3, sizeof *v);",
            "  v[0] = \"as\", v[1] = \"--defsym\", v[2] = symbol;",
            "  for (int i = 1; i < argc; i++) v[i + 2] = argv[i];",
            "  execv(\"/usr/bin/as\", v);",
            "  return 1;",
            "}",
            ""));
    Path program = root.resolve("b/as");
    bench.leaving(in("b", "gcc -o " + program + " as.c"));
    assertThat(program).isExecutable();
    return program;
  }

  /** The note of a hit may be more than the caller may write: that is the daemon's loss. */
  @Test
  void callerThatMayWriteLittle_isServed() throws Exception {
    write("project/a.c", "int x;\n");
    Command command = in("project", "gcc -c a.c -o a.o");
    settle(command);
    while (Files.size(bench.answers().resolve("served")) <= 4096) {
      bench.cached(command);
    }
    Command limited = inShell("ulimit -f 4", command);
    Outcome bare = bench.bare(command);
    for (int i = 0; i < ENOUGH; i++) { // in the end there is a standing answer for the shell, too
      assertThat(bench.bare(limited).difference(bare)).isEmpty();
    }
    long before = Bench.count(bench.statistics(), "cache_hits");
    assertThat(isGivenByWrapper(command)).isTrue();
    assertThat(Bench.count(bench.statistics(), "cache_hits")).isEqualTo(before + 1);
  }

  @Test
  void noteThatIsCutOff_isPassedOver() throws Exception {
    write("project/a.c", "int x;\n");
    Command command = in("project", "gcc -c a.c -o a.o");
    settle(command);
    long before = Bench.count(bench.statistics(), "cache_hits");
    for (int i = 0; i < 3; i++) {
      bench.cached(command);
      Files.writeString(
          bench.answers().resolve("served"), "a piece of one", StandardOpenOption.APPEND);
    }
    bench.cached(command);
    assertThat(Bench.count(bench.statistics(), "cache_hits")).isEqualTo(before + 4);
  }

  @Test
  void today_isNoStandingAnswer() throws Exception {
    write("project/a.c", "char date[] = __DATE__;\n");
    Command command = in("project", "gcc -c a.c");
    hits(command);
    for (int i = 0; i < ENOUGH; i++) {
      assertThat(isGivenByWrapper(command)).isFalse();
    }
    assertThat(hits(command)).isTrue();
  }

  @Test
  void umask_isTheCallers() throws Exception {
    write("project/a.c", "int x;\n");
    Command command = in("project", "gcc -c a.c -o a.o");
    settle(command);
    Command masked = inShell("umask 027", command);
    for (int i = 0; i < ENOUGH; i++) {
      assertThat(bench.bare(masked).files().get("a.o")).startsWith("rw-r-----");
    }
  }

  /** A shell that does something and then becomes the wrapper. */
  private Command inShell(String before, Command command) {
    var words = new ArrayList<>(List.of("/bin/sh", "-c", before + "; exec \"$0\" \"$@\""));
    words.add(bench.wrapper().toString());
    words.addAll(command.words());
    return new Command(command.directory(), words, command.variables());
  }

  @Test
  void answers_endWithTheDaemon() throws Exception {
    write("project/a.c", "int x;\n");
    Command command = in("project", "gcc -c a.c");
    Path own = Files.createDirectories(root.resolve("own"));
    try (Bench other = Bench.open(own.resolve("bench"), false)) {
      for (int i = 0; i < ENOUGH; i++) {
        other.cached(command);
      }
      assertThat(other.givenByWrappers()).isPositive();
      Path answers = other.answers();
      long given = other.givenByWrappers();
      String statistics = other.statistics();
      assertThat(Bench.count(statistics, "cache_hits")).isEqualTo(ENOUGH - 1);
      other.close();
      assertThat(answers).doesNotExist();
      assertThat(given).isLessThan(ENOUGH);
      other.cached(command);
      assertThat(Bench.count(other.statistics(), "cache_hits")).isEqualTo(ENOUGH);

      other.cached(command);
      other.signalDaemon("KILL");
      Outcome bare = other.bare(command);
      for (int i = 0; i < 3; i++) {
        assertThat(other.cached(command).difference(bare)).isEmpty();
      }
    }
  }

  @Test
  void verification_leavesNone() throws Exception {
    write("project/a.c", "int x;\n");
    Command command = in("project", "gcc -c a.c");
    Path own = Files.createDirectories(root.resolve("own"));
    try (Bench verified = Bench.open(own.resolve("bench"), true)) {
      for (int i = 0; i < ENOUGH; i++) {
        verified.cached(command);
      }
      assertThat(verified.givenByWrappers()).isZero();
      assertThat(Bench.count(verified.statistics(), "cache_hits")).isEqualTo(ENOUGH - 1);
    }
  }
}

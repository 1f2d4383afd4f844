package dev.larder.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program can not tell whether it is observed. */
final class TransparencyTest {

  @TempDir private Path directory;
  private Workshop workshop;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    workshop = Workshop.in(directory);
  }

  private Run sameAsBare(String... command) throws IOException, InterruptedException {
    Run bare = workshop.bare(command);
    Run observed = workshop.observed(command);
    assertThat(observed.noticed()).isEqualTo(bare.noticed());
    assertThat(observed.of(Kind.START)).isNotEmpty();
    return observed;
  }

  @Test
  void badPointers_failInTheCallWithItsOwnError() throws IOException, InterruptedException {
    Run run = sameAsBare(workshop.probe("pointers"));
    assertThat(run.output()).contains("statx(0, bad, 0, STATX_ALL, NULL) -1 Bad address");
    assertThat(run.status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env",
        "env -i A=B env",
        "sh -c env",
        "bash -c 'unset LD_PRELOAD; export X=1; env'",
        "bash -c 'ls -l /proc/self/fd | wc -l; ls /proc/self/fd'",
        "perl -e 'print map { \"$_=$ENV{$_}\\n\" } sort keys %ENV; print `env`; system(\"env\")'",
        "/usr/bin/python3 -c 'import os, subprocess; print(os.environ); subprocess.run([\"env\"])'",
        "make -f /dev/null -pq no-such-target 2>&1 | grep -i -c larder",
      })
  void environment_isTheCallers(String command) throws IOException, InterruptedException {
    Run run = sameAsBare("bash", "-c", command);
    assertThat(run.output()).doesNotContain("LARDER_REGION").doesNotContain("libwatch");
  }

  @Test
  void ownPreload_isKeptAndComesFirst() throws IOException, InterruptedException {
    Path own = directory.resolve("libown.so");
    Files.writeString(directory.resolve("own.c"), "int own;\n");
    workshop.mustRun(
        "cc", "-shared", "-fPIC", "-o", own.toString(), directory.resolve("own.c").toString());
    Run run =
        workshop.observed(
            Map.of("LD_PRELOAD", own.toString()),
            List.of(),
            "sh",
            "-c",
            "echo $LD_PRELOAD; env | grep PRELOAD");
    assertThat(run.output()).isEqualTo(own + "\nLD_PRELOAD=" + own + "\n");
    assertThat(run.of(Kind.START))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            start ->
                assertThat(start.parts().indexOf(own.toString()))
                    .isPositive()
                    .isLessThan(start.parts().indexOf(workshop.library().toString())));
  }

  @Test
  void preloadSetOnTheWay_isKeptAndComesFirst() throws IOException, InterruptedException {
    Path own = directory.resolve("libown.so");
    Files.writeString(directory.resolve("own.c"), "int own;\n");
    workshop.mustRun(
        "cc", "-shared", "-fPIC", "-o", own.toString(), directory.resolve("own.c").toString());
    Run run = workshop.observed("env", "LD_PRELOAD=" + own, "env");
    assertThat(run.output()).contains("LD_PRELOAD=" + own + "\n");
    assertThat(run.of(Kind.START).toList().getLast().parts())
        .containsSubsequence(own.toString(), workshop.library().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clearenv", "null", "chosen", "nothing", "spawn"})
  void environmentThrownAway_staysObserved(String way) throws IOException, InterruptedException {
    Run run = sameAsBare(workshop.probe("bareness"), way);
    assertThat(run.of(Kind.START).map(start -> start.parts().getFirst())).contains("/usr/bin/env");
  }

  @Test
  void variableSetAfterPopen_isNotLost() throws IOException, InterruptedException {
    Run run = sameAsBare(workshop.probe("bareness"), "popen");
    assertThat(run.output()).isEqualTo("someD\n");
  }

  @Test
  void smallestStack_isEnough() throws IOException, InterruptedException {
    assertThat(sameAsBare(workshop.probe("stack")).status()).isZero();
  }

  @Test
  void threadsForksAndSignals_goTogether() throws IOException, InterruptedException {
    Run run = sameAsBare(workshop.probe("storm"));
    assertThat(run.output()).isEqualTo("over\n");
    assertThat(run.remarks()).isEmpty();
    assertThat(run.of(Kind.PROBE).filter(event -> event.given().startsWith("file-")).count())
        .isGreaterThanOrEqualTo(4 * 300);
  }

  @Test
  void descriptors_areAsBare() throws IOException, InterruptedException {
    assertThat(sameAsBare(workshop.probe("descriptors")).output()).isEqualTo("opened 3\n");
  }

  @Test
  void allocatorThatOpensFiles_starts() throws IOException, InterruptedException {
    assertThat(sameAsBare(workshop.probe("early")).output()).isEqualTo("started 1\n");
  }

  @Test
  void libraryLoadedByALibrary_isSearchedInItsName() throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("outer/inner"));
    Files.writeString(directory.resolve("inner.c"), "int inner(void) { return 7; }\n");
    Files.writeString(
        directory.resolve("outer.c"),
        """
        #include <dlfcn.h>
        int outer(void) {
          void *library = dlopen("libinner.so", RTLD_NOW);
          int (*inner)(void) = library ? (int (*)(void))dlsym(library, "inner") : 0;
          return inner ? inner() : -1;
        }
        """);
    Files.writeString(
        directory.resolve("main.c"),
        """
        #include <dlfcn.h>
        #include <stdio.h>
        int main(int argc, char **argv) {
          void *library = dlopen(argv[1], RTLD_NOW);
          int (*outer)(void) = library ? (int (*)(void))dlsym(library, "outer") : 0;
          return printf("%d\\n", outer ? outer() : -2) < 0;
        }
        """);
    String inside = directory.toString();
    workshop.mustRun(
        "cc", "-shared", "-fPIC", "-o", inside + "/outer/inner/libinner.so", inside + "/inner.c");
    workshop.mustRun(
        "cc",
        "-shared",
        "-fPIC",
        "-Wl,--enable-new-dtags,-rpath,$ORIGIN/inner",
        "-o",
        inside + "/outer/libouter.so",
        inside + "/outer.c",
        "-ldl");
    workshop.mustRun("cc", "-o", inside + "/main", inside + "/main.c", "-ldl");
    Run run = sameAsBare(inside + "/main", inside + "/outer/libouter.so");
    assertThat(run.output()).isEqualTo("7\n");
    assertThat(run.of(Kind.LOAD).map(Event::payload))
        .contains(
            inside + "/outer/libouter.so\\0",
            "libinner.so\\0",
            "\\0" + inside + "/outer/libouter.so",
            "\\0" + inside + "/outer/inner/libinner.so");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -O2 -Wall -c unit.c -o unit.o; echo $?; cat unit.o",
        "gcc -g -MMD -c unit.c -o unit.o; cat unit.o unit.d",
        "gcc -c nothing.c; echo $?",
        "clang -O2 -Wall -g -c unit.c -o unit.o; echo $?; cat unit.o",
        "clang -c nothing.c; echo $?",
        "g++ -x c++ -c unit.c -o unit.o; cat unit.o",
        "echo 'int x;' | gcc -x c -c - -o unit.o; cat unit.o",
        "gcc unit.c -o program; ./program a b",
        "gcc -fsanitize=address unit.c -o program; ./program a b",
        "env -u PWD gcc -g -c unit.c -o unit.o; cat unit.o",
        "ulimit -n 5; gcc -c unit.c -o unit.o; cat unit.o",
      })
  void compilers_giveTheSameBytesAndWords(String commands)
      throws IOException, InterruptedException {
    workshop.write(
        "unit.c",
        "#include <stdio.h>\nint main(int n, char **v) { int unused; return puts(v[n - 1]) < 0; }\n");
    sameAsBare("sh", "-c", commands);
  }
}

package dev.larder.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a build does as soon as the compiler has ended, while its result is still being judged. Many
 * headers make that last.
 */
final class AfterTheRunTest extends Traps {
  @BeforeEach
  void writeHeaders() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      write("project/many/h" + i + ".h", "extern int f" + i + ";\n");
      all.append("#include \"many/h").append(i).append(".h\"\n");
    }
    write("project/many.h", all.toString());
    for (int version = 1; version <= 2; version++) {
      write("project/v" + version + "/inc/h.h", "#define H " + version + "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void linkOnTheWayToAHeader_leadsElsewhere(String compiler) throws Exception {
    write("project/a.c", "#include \"many.h\"\n#include <h.h>\nint x = H;\n");
    Path link = Files.createSymbolicLink(project.resolve("current"), Path.of("v1"));
    Path next = Files.createSymbolicLink(project.resolve("next"), Path.of("v2"));
    Command command = in("project", compiler + " -Icurrent/inc -c a.c");

    bench.cached(command);
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
    assertThat(hits(command)).isFalse();
  }

  /** A daemon that was stopped for too long finds what the build has put there meanwhile. */
  @Test
  void object_isReplacedWhenTheCallerHasLostPatience() throws Exception {
    StringBuilder functions = new StringBuilder("#warning on its way\n");
    for (int i = 0; i < 1500; i++) {
      functions.append("int f").append(i).append("(int a, int *b) {\n");
      functions.append("  int s = 0;\n  for (int j = 0; j < a; j++) s += j * b[j] + ").append(i);
      functions.append(";\n  return s;\n}\n");
    }
    write("project/a.c", functions.toString());
    write("project/b.c", "int x;\n");
    hits(in("project", "gcc -c b.c"));
    Command patient = in("project", "gcc -O2 -c a.c");
    Command command =
        new Command(patient.directory(), patient.words(), Map.of("LARDER_SILENCE_TIMEOUT", "100"));

    try (Bench.Started run = bench.startCached(command)) {
      run.awaitLine();
      bench.signalDaemon("STOP");
      assertThat(run.end()).isZero();
    }
    Files.writeString(project.resolve("a.o"), "anything");
    bench.signalDaemon("CONT");
    assertThat(hits(patient.to("b.o"))).isFalse();
    assertThat(bench.statistics()).contains("the caller did not wait");
  }

  @Test
  void directoryOfAHeader_isExchanged() throws Exception {
    write("project/a.c", "#include \"many.h\"\n#include \"v1/inc/h.h\"\nint x = H;\n");
    Command command = in("project", "gcc -c a.c");

    bench.cached(command);
    Files.move(project.resolve("v1"), project.resolve("v0"));
    Files.move(project.resolve("v2"), project.resolve("v1"));
    assertThat(hits(command)).isFalse();
  }
}

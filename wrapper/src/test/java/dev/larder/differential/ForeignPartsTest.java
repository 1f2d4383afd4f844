package dev.larder.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compilers for other machines, and parts that are put into a compiler. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForeignPartsTest {
  private Bench bench;
  private Bench verifying;
  private Path project;

  @BeforeAll
  void open(@TempDir Path home) throws IOException {
    bench = Bench.open(home.resolve("bench"), false);
    verifying = Bench.open(home.resolve("verifying"), true);
  }

  @BeforeEach
  void place(@TempDir Path directory) throws IOException {
    project = directory;
    write("a.c", "#include <stdint.h>\n#include \"h.h\"\nuint64_t x = H;\n");
    write("h.h", "#define H 1\n");
  }

  @AfterAll
  void close() throws Exception {
    bench.close();
    verifying.close();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(project.resolve(name), text);
  }

  private Command command(String line) {
    return new Command(project, List.of(line.split(" ")), Map.of());
  }

  private boolean hits(String line) throws Exception {
    Outcome bare = bench.bare(command(line));
    long before = Bench.count(bench.statistics(), "cache_hits");
    assertThat(bench.cached(command(line)).difference(bare)).as(line).isEmpty();
    return Bench.count(bench.statistics(), "cache_hits") > before;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aarch64-linux-gnu-gcc -c a.c",
        "aarch64-linux-gnu-gcc -O2 -g -MMD -c a.c",
        "clang --target=aarch64-linux-gnu -c a.c -o b.o",
      })
  void compilerForAnotherMachine(String line) throws Exception {
    write("h.h", "#define H 1 // " + line + "\n");
    assertThat(hits(line)).isFalse();
    assertThat(hits(line)).isTrue();
    write("h.h", "#define H 2 // " + line + "\n");
    assertThat(hits(line)).isFalse();
    assertThat(hits(line)).isTrue();
    assertThat(hits(line.replaceFirst("^\\S+( --target=\\S+)?", "gcc")))
        .as("never another machine's")
        .isFalse();
  }

  /** Makes a library that says something when a compiler loads it. */
  private void plugin(String says) throws Exception {
    write(
        "plugin.c",
        """
        #include <stdio.h>
        int plugin_is_GPL_compatible;
        int plugin_init(void *name, void *version) { return 0; }
        __attribute__((constructor)) static void speak(void) { fputs("%s\\n", stderr); }
        """
            .formatted(says));
    Path made = project.resolve("new.so");
    var process =
        new ProcessBuilder("gcc", "-shared", "-fPIC", "plugin.c", "-o", made.toString())
            .directory(project.toFile())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    Files.deleteIfExists(project.resolve("plugin.so"));
    Files.move(made, project.resolve("plugin.so"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void plugin_isAnInput(String compiler) throws Exception {
    String line = compiler + " -fplugin=./plugin.so -c a.c";
    plugin("one");
    assertThat(hits(line)).isFalse();
    assertThat(hits(line)).isTrue();
    plugin("two");
    assertThat(hits(line)).isFalse();
    assertThat(hits(line)).isTrue();
    assertThat(hits(compiler + " -c a.c")).isFalse();
    Files.delete(project.resolve("plugin.so"));
    assertThat(hits(line)).isFalse();
  }

  @Test
  void linkTimeObject_whichNoTwoRunsMakeAlike_isAHitAndNoWrongOne() throws Exception {
    Command command = command("gcc -O2 -flto -Wall -MD -c a.c");
    Outcome one = verifying.bare(command);
    assertThat(verifying.bare(command).difference(one)).as("gcc repeats itself").isNotEmpty();
    Outcome made = bench.cached(command);
    assertThat(bench.cached(command)).as("a hit is what was stored").isEqualTo(made);
    for (int i = 0; i < 3; i++) {
      verifying.cached(command);
    }
    String statistics = verifying.statistics();
    assertThat(Bench.count(statistics, "verified_hits")).isEqualTo(2);
    assertThat(Bench.count(statistics, "wrong_hits")).isZero();
  }
}

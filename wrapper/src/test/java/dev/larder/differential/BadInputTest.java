package dev.larder.differential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What nobody should ask of a compiler, asked of the whole: the answer is the compiler's own each
 * time, whoever asks first or again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {
  private Bench bench;
  private Path project;

  @BeforeAll
  void open(@TempDir Path home) throws IOException {
    bench = Bench.open(home.resolve("bench"), false);
  }

  @BeforeEach
  void place(@TempDir Path directory) throws IOException {
    project = Files.createDirectories(directory.resolve("project"));
    write("a.c", "#include \"h.h\"\nint x = H;\n");
    write("h.h", "#define H 1\n");
  }

  @AfterAll
  void close() throws Exception {
    bench.close();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(project.resolve(name), text);
  }

  /** A shell script, with {@code $L} in front of each compiler. */
  private Command script(String text, boolean cached) {
    return new Command(
        project,
        List.of("bash", "-c", text),
        Map.of("L", cached ? bench.wrapper().toString() : "", "LC_ALL", "C.UTF-8"));
  }

  private static long hits(String statistics) {
    return Bench.count(statistics, "cache_hits");
  }

  /** Compares two runs with a bare one, and says how many hits there were. */
  private long sameAnswerTwice(String script) throws Exception {
    Outcome bare = bench.bare(script(script, false));
    long before = hits(bench.statistics());
    for (String time : List.of("first", "second")) {
      assertThat(bench.bare(script(script, true)).difference(bare))
          .as("%s time: %s", time, script)
          .isEmpty();
    }
    return hits(bench.statistics()) - before;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$L gcc -c a.c -fno-such-option",
        "$L clang -c a.c --no-such-option",
        "$L gcc -c a.c -Wno-such-warning -Wsuch",
        "$L gcc -c missing.c",
        "$L clang -c missing.c",
        "$L gcc -c a.c -include missing.h",
        "$L gcc -c a.c -o missing/a.o",
        "$L gcc -c",
        "$L gcc",
        "$L gcc -c . -o a.o",
        "$L gcc -x c -c . -o a.o",
        "$L gcc -c a.c -o .",
        "$L gcc -c a.c @missing",
        "$L gcc -c a.c -I",
        "$L clang -c a.c -MF",
        "$L gcc -c ''",
        "$L gcc -c $'n\\xff.c'",
        "cp a.c $'n\\xff.c'; $L gcc -c $'n\\xff.c' -o a.o; rm -f n*",
        "$L gcc -c a.c -DX=$'\\xfe\\xff'",
        "mkdir $'d\\xff'; cp a.c h.h $'d\\xff'; cd $'d\\xff'; $L gcc -c a.c -o ../a.o; cd ..; rm -r d*",
        "X=$'\\xff' $L gcc -c a.c",
        "head -c 100000 /bin/ls > binary.c; $L gcc -c binary.c; rm binary.c",
        "head -c 100000 /bin/ls > binary.o; $L gcc -c binary.o; rm binary.o",
        "printf 'int x;\\0int y;\\n' > nul.c; $L gcc -c nul.c; rm nul.c",
        "mkdir gone; cd gone; rmdir ../gone; $L gcc -c ../a.c",
        "mkdir gone; d=$PWD; cd gone; rmdir ../gone; $L gcc -c $d/a.c -o $d/a.o",
        "mkdir gone; d=$PWD; cd gone; rmdir ../gone; $L clang -c $d/a.c -o $d/a.o",
        "ulimit -f 0; $L gcc -c a.c",
        "ulimit -n 12; $L gcc -c a.c",
        "$L gcc -c a.c < /dev/full > /dev/full",
        "mkfifo f.c; (cat a.c > f.c &); $L gcc -c f.c; rm f.c",
        "cat a.c | $L gcc -x c -c - -o a.o",
        "$L gcc -c /dev/stdin -x c -o a.o < a.c",
        "ln -s loop.c loop.c; $L gcc -c loop.c; rm loop.c",
        "yes '#if 1' | head -n 5000 > deep.c; $L gcc -c deep.c 2>&1 | tail -n 3; rm deep.c",
        "echo '#include \"self.c\"' > self.c; $L gcc -c self.c 2>&1 | tail -n 1; rm self.c",
      })
  void answer_isTheCompilersOwn(String script) throws Exception {
    sameAnswerTwice(script);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void emptySource_ofBuildSystemsProbes_isCached(String compiler) throws Exception {
    String script = "$L " + compiler + " -Wall -MD -MF null.d -x c -c /dev/null -o null.o";
    assertThat(sameAnswerTwice(script)).isEqualTo(1);
    assertThat(sameAnswerTwice(script.replace("-x c", "-x c -DX"))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -c a.c",
        "gcc -S -o a.o a.c",
        "clang -c a.c",
        "clang -S -o a.o a.c",
        "clang -fno-integrated-as -c a.c",
        "clang -x assembler-with-cpp -c h.h -o a.o",
      })
  void permissions_ofOutputsThatWereThere(String line) throws Exception {
    String script =
        "touch a.o a.d; chmod 757 a.o; chmod 606 a.d; $L "
            + line
            + " -MD -MF a.d; stat -c %a a.o a.d";
    assertThat(sameAnswerTwice(script)).isEqualTo(1);
  }

  @Test
  void sourceOfFiftyMegabytes_isCached() throws Exception {
    try (BufferedWriter source = Files.newBufferedWriter(project.resolve("big.c"))) {
      source.write("int x;\n");
      String comment = "// " + "x".repeat(996) + "\n";
      for (int i = 0; i < 50_000; i++) {
        source.write(comment);
      }
    }
    assertThat(Files.size(project.resolve("big.c"))).isGreaterThan(50_000_000);
    assertThat(sameAnswerTwice("$L gcc -c big.c")).isEqualTo(1);
    assertThat(sameAnswerTwice("$L gcc -fsyntax-only -Wall big.c -MD -MF big.d")).isEqualTo(1);
  }

  @Test
  void argumentsOfOneMegabyte_areCached() throws Exception {
    String script =
        "for i in $(seq 11); do a+=(-DX$i=$(printf 'x%.0s' $(seq 100000))); done;"
            + " $L {} -c a.c \"${a[@]}\"";
    assertThat(sameAnswerTwice(script.replace("{}", "clang"))).isEqualTo(1);
    // It hands all of them to cc1 in one variable, which is too long.
    assertThat(sameAnswerTwice(script.replace("{}", "gcc"))).isZero();
  }

  @Test
  void includeThatNeverAnswers_holdsUpNobodyElse() throws Exception {
    write("hung.c", "#include \"never.h\"\n");
    write("b.c", "int y;\n");
    long before = Bench.count(bench.statistics(), "requests_executed");
    Process hung = hang("mkfifo never.h; for i in 1 2 3 4; do $L gcc -c hung.c -o $i.o & done");
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (Bench.count(bench.statistics(), "requests_executed") < before + 4) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      Files.createDirectory(project.resolve("other"));
      assertThat(sameAnswerTwice("cd other; $L gcc -c ../b.c")).isEqualTo(1);
      assertThat(hung.isAlive()).isTrue();
    } finally {
      hung.getOutputStream().close();
    }
    assertThat(new String(hung.getInputStream().readAllBytes(), UTF_8)).endsWith("143\n");
    assertThat(hung.waitFor()).isZero();
    assertThat(sameAnswerTwice("$L gcc -c b.c")).isEqualTo(1);
  }

  /** Runs what ends when its standard input does, and prints then how the last of it ended. */
  private Process hang(String script) throws IOException {
    // A killed gcc leaves cc1 behind, as it does without Larder: let it go by opening the other
    // end.
    String text =
        script + "; p=$!; read x; kill $(jobs -p); wait $p; echo $?; : <> never.h; rm never.h";
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", text)
            .directory(project.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(bench.environment());
    builder.environment().put("L", bench.wrapper().toString());
    return builder.start();
  }

  @Test
  void headerThatBecomesAPipe_isNotWaitedForByTheDaemon() throws Exception {
    assertThat(sameAnswerTwice("$L gcc -c a.c")).isEqualTo(1);
    String script =
        "rm h.h; mkfifo h.h; (echo '#define H 2' > h.h &); $L gcc -c a.c; rm h.h; echo '#define H 1' > h.h";
    assertThat(sameAnswerTwice(script)).isZero();
    assertThat(sameAnswerTwice("$L gcc -c a.c")).isEqualTo(2);
  }
}

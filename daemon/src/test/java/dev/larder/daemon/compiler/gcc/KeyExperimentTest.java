package dev.larder.daemon.compiler.gcc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.compiler.Action.Part;
import dev.larder.daemon.compiler.Analysis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The law of the key, tried on the real compilers: calls with equal keys, on equal files, give
 * equal objects, depfiles, diagnostics and exit status, wherever they run, whatever their outputs
 * are called, and whatever other variables say.
 */
final class KeyExperimentTest {
  private static final boolean FULL = Boolean.getBoolean("larder.full");
  private static final List<String> DIRECTORIES = List.of("one", "another.directory/deeper");

  private static final String C_SOURCE =
      """
      #include "h.h"
      struct s { int a; };
      static int count;
      __attribute__((constructor)) static void start(void) { count = 1; }
      int fn(struct s *p, int i) { int unused; int a[4] = {0}; static int k; k += i; return a[i] / p->a + k + H + count; }
      int sum(unsigned *x, int n) { int r = 0; for (int i = 0; i < n; i++) r += x[i] * 2; return r; }
      const char *file(void) { return __FILE__; }
      """;
  private static final String CPP_SOURCE =
      C_SOURCE
          + """
          struct A { A(); ~A(); int x; } a1;
          static A a2;
          inline int g(int x) { static A q; return x + q.x; }
          namespace { struct B { virtual int f() { return 1; } }; B b; }
          template <class T> T larger(T a, T b) { return a < b ? b : a; }
          int use(int x) { thread_local int z; z += x; return larger(g(x), b.f()) + z; }
          """;

  @TempDir Path root;

  private void write(String directory) throws IOException {
    Path at = Files.createDirectories(root.resolve(directory));
    Files.createDirectories(at.resolve("out"));
    Files.writeString(at.resolve("s.c"), C_SOURCE);
    Files.writeString(at.resolve("s.cc"), CPP_SOURCE);
    Files.writeString(at.resolve("s.s"), ".globl x\n.text\nx: nop\n");
    Files.writeString(at.resolve("s.S"), "#include \"h.h\"\n.globl x\n.text\nx: .long H\n");
    Files.writeString(
        at.resolve("h.h"),
        "#define H 3\n#ifndef __ASSEMBLER__\ninline int helper(int x) { return x; }\n#endif\n");
  }

  private static final List<String> OPTIONS =
      List.of(
          "",
          "-O2 -Wall -Wextra -fPIC",
          "-g",
          "-g -g0",
          "-g1 -gz",
          "-g -ffile-prefix-map=%d=.",
          "-g -fdebug-prefix-map=%d=/src",
          "-fmacro-prefix-map=%d=.",
          "-O2 -flto -frandom-seed=1",
          "-MD",
          "-MMD -MP -MT t",
          "-MD -MQ a$b -MF out/k.d",
          "-Wp,-MMD,k.d -Wp,-DX",
          "-S",
          "-S -g -fverbose-asm",
          "-fsyntax-only -Wall",
          "-fsanitize=address,undefined -O1",
          "-isystem . -I./out/..",
          "-frecord-gcc-switches",
          "-fno-such-option",
          "-Wno-such-warning -Wall",
          "-fstack-protector-all -fcf-protection=full -pg",
          "-fdiagnostics-color=always -Wall",
          "-Wa,--noexecstack -pipe",
          "-march=native -O3",
          "-fdiagnostics-format=json -Wall",
          "-grecord-gcc-switches -ggdb3 -fdebug-types-section",
          "-H",
          "-P",
          "-g -fdebug-compilation-dir=/x",
          "-fopenmp -fdata-sections -ffunction-sections");

  /** A seeded choice of the option sets; with {@code -Dlarder.full} all of them. */
  @Test
  void equalKeys_giveEqualResults() throws Exception {
    for (String directory : DIRECTORIES) {
      write(directory);
    }
    long seed = seed();
    var shuffled = new ArrayList<String>(OPTIONS);
    Collections.shuffle(shuffled, new Random(seed));
    for (String options : FULL ? shuffled : shuffled.subList(0, 4)) {
      for (String compiler : List.of("gcc", "g++", "clang", "clang++")) {
        for (String source : compiler.endsWith("++") ? List.of("s.cc") : List.of("s.c", "s.S")) {
          checkAll(variants(compiler, source, options));
        }
      }
    }
  }

  private static long seed() {
    long seed = Long.getLong("larder.seed", System.nanoTime());
    System.out.println("seed (-Dlarder.seed=) " + seed);
    return seed;
  }

  private List<Call> variants(String compiler, String source, String options) {
    var calls = new ArrayList<Call>();
    for (String directory : DIRECTORIES) {
      String cwd = root.resolve(directory).toString();
      String line =
          (compiler + " " + mode(options) + source + " " + options.replace("%d", cwd)).strip();
      Call plain = Call.of(line).in(cwd);
      Call named = Call.of(line + " -o out/a.much.longer.name.o").in(cwd);
      calls.add(plain);
      calls.add(named);
      calls.add(
          plain
              .with("TMPDIR", root.toString())
              .with("MAKEFLAGS", "-j8")
              .with("TERM", "xterm")
              .with("COLUMNS", "20"));
      calls.add(
          plain
              .with("PWD", cwd)
              .with("OLDPWD", "/")
              .with("COLORTERM", "truecolor")
              .with("HOME", "/root"));
      calls.add(named.with("PWD", "/").with("SOURCE_DATE_EPOCH", "1").with("LANG", "C"));
    }
    if (!mode(options).equals("-c ") && source.endsWith(".S")) {
      calls.clear();
    }
    return calls;
  }

  private static String mode(String options) {
    return options.startsWith("-S") || options.startsWith("-fsyntax") ? "" : "-c ";
  }

  private static void checkAll(List<Call> calls) throws Exception {
    Map<List<Part>, Bare> known = new HashMap<>();
    for (Call call : calls) {
      Bare result = Bare.run(call);
      Bare first = known.putIfAbsent(call.action().parts(), result);
      if (first != null) {
        assertThat(result.diagnostics())
            .as("%s in %s", call.words(), call.cwd())
            .isEqualTo(first.diagnostics());
        assertThat(result.equals(first))
            .as("status and outputs of %s in %s", call.words(), call.cwd())
            .isTrue();
      }
    }
  }

  /** What is vouched for is not refused for another reason. */
  @Test
  void idleOptions_areCached() {
    List<String> refused =
        IdleOptions.names().stream()
            .filter(name -> name.matches(".*[^=-]"))
            .flatMap(name -> Stream.of(name, name.replaceFirst("^-f", "-fno-")))
            .filter(
                option -> Call.of("clang++ -c s.cc " + option).analyse() instanceof Analysis.Bypass)
            .toList();
    assertThat(refused).isEmpty();
  }

  /**
   * A seeded choice of the options that {@link IdleOptions} vouches for, each compiled in two
   * directories to two names.
   */
  @Test
  void idleOptions_areIdle() throws Exception {
    long seed = seed();
    var random = new Random(seed);
    for (String directory : DIRECTORIES) {
      write(directory);
    }
    List<String> names =
        new ArrayList<>(
            IdleOptions.names().stream().filter(name -> name.matches(".*[^=-]")).sorted().toList());
    int wanted = FULL ? names.size() : 8;
    for (String compiler : List.of("g++", "clang++")) {
      int taken = 0;
      Collections.shuffle(names, random);
      for (String name : names.subList(0, FULL ? names.size() : 60)) {
        String option = random.nextBoolean() ? name.replaceFirst("^-f", "-fno-") : name;
        String line = compiler + " -c s.cc -O2 -MD -MT t " + option;
        Call one = Call.of(line).in(root.resolve("one").toString());
        Call other = Call.of(line + " -o out/o").in(root.resolve(DIRECTORIES.getLast()).toString());
        assertThat(one.action().parts()).as(option).isEqualTo(other.action().parts());
        Bare first = Bare.run(one);
        if (first.status() == 0) {
          taken++;
          assertThat(Bare.run(other)).as("seed %s: %s %s", seed, compiler, option).isEqualTo(first);
        }
        if (taken == wanted) {
          break;
        }
      }
      assertThat(taken).as("options that %s took, seed %s", compiler, seed).isGreaterThan(7);
    }
  }
}

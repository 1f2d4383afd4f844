package dev.larder.daemon.compiler.gcc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.compiler.Machine;
import dev.larder.daemon.compiler.RunRules;
import dev.larder.daemon.compiler.RunRules.Calendar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RunRulesTest {

  @ParameterizedTest
  @CsvSource({
    "int x;, NOTHING",
    "char *d = __DATE__;, DATE",
    "char *d = __DATE__ __TIME__;, TIME",
    "#define T __TIMESTAMP__, TIME"
  })
  void calendar_isWhatTheTextAsksFor(String text, Calendar calendar) {
    assertThat(rules("gcc -c a.c").calendar(text.getBytes(UTF_8))).isEqualTo(calendar);
  }

  @Test
  void calendar_isAtLeastWhatTheCommandLineAsksFor() {
    RunRules rules = rules("gcc -c a.c -DBUILT=__TIME__");

    assertThat(rules.calendar("char *d = __DATE__;".getBytes(UTF_8))).isEqualTo(Calendar.TIME);
  }

  @ParameterizedTest
  @CsvSource({
    "gcc -c a.c, #pragma once, true",
    "gcc -c a.c, int x;, false",
    "clang -c a.c, #pragma once, true"
  })
  void headersToBeReadOnce_sayIt(String line, String text, boolean once) {
    assertThat(rules(line).isReadOnce(text.getBytes(UTF_8))).isEqualTo(once);
  }

  @ParameterizedTest
  @CsvSource({
    "'int x;\n # import <a.h>', true",
    "'%:import \"a.h\"', true",
    "'#include \"important.h\"', false",
    "'/* import */', false"
  })
  void includerMayAskForOnce(String text, boolean once) {
    assertThat(rules("gcc -c a.c").readsOnce(text.translateEscapes().getBytes(UTF_8)))
        .isEqualTo(once);
  }

  @ParameterizedTest
  @CsvSource({
    "'#line 7 \"/x/h.y\"', true",
    "'int x;\n  # line NAME', true",
    "'# /* */ line 7 NAME', true",
    "'??=line 7 \"/x\"', true",
    "'# 1 \"/x/h.h\" 2', true",
    "'#line 7 \"h.y\"', false",
    "'#line 7\n\"/x\"', false",
    "'# 1 \"h.h\" 2', false",
    "'/* see #12 at \"/x\" */', false",
    "'#include \"/line\"', false"
  })
  void lineDirective_mayNameTheWorkingDirectory(String text, boolean may) {
    assertThat(rules("gcc -c a.c").mayNameDirectory(text.translateEscapes().getBytes(UTF_8)))
        .isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({"gcc -c a.c, 1, true", "gcc -c a.i, 1, false", "gcc -c a.c, /x, false"})
  void mappedWorkingDirectory_isHiddenWhereNothingElseNamesIt(
      String line, String path, boolean hidden) {
    RunRules rules =
        Call.of(line + " -ffile-prefix-map=/x=.").in("/x").with("CPATH", path).action().rules();

    assertThat(rules.hidesDirectory()).isEqualTo(hidden);
    assertThat(rules.foldsProbe("/x")).isEqualTo(hidden);
    assertThat(rules.foldsProbe("/x/a")).isFalse();
    assertThat(rules.standpoint()).isEqualTo(hidden ? "/x" : "");
  }

  @ParameterizedTest
  @CsvSource({
    "gcc -c a.c -flto, false",
    "gcc -c a.c -flto=auto -O2, false",
    "gcc -c a.c -flto -frandom-seed=x, true",
    "gcc -c a.c -flto -fno-lto, true",
    "gcc -c a.c, true",
    "clang -c a.c -flto, true",
    "gcc -g -c a.S, true",
    "gcc -g -P -c a.S, false",
    "gcc -g -P -c a.c, true"
  })
  void objects_thatNoTwoRunsMakeAlike(String line, boolean repeats) {
    byte[] content = {};
    assertThat(rules(line).repeats("object", content)).isEqualTo(repeats);
    assertThat(rules(line).repeats("depfile", content)).isTrue();
    assertThat(rules(line).repeats("stderr", content)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'/tmp/ccZOl8B8.s: Assembler messages:', false",
    "'a.c: In function f:\n/tmp/p-8c3f41.s:1:1: warning: x', false",
    "'a.s: Assembler messages:', true",
    "'/home/u/access.s:1: Warning: x', true"
  })
  void messages_thatNameTheDriversOwnFile(String stderr, boolean repeats) {
    assertThat(rules("gcc -c a.S").repeats("stderr", stderr.translateEscapes().getBytes(UTF_8)))
        .isEqualTo(repeats);
  }

  @Test
  void calendar_fixedBySourceDateEpoch() {
    assertThat(rules("gcc -c a.c").foldsCalendar("gmtime")).isFalse();
    RunRules fixed = Call.of("gcc -c a.c").with("SOURCE_DATE_EPOCH", "1").action().rules();
    assertThat(fixed.foldsCalendar("gmtime")).isTrue();
    assertThat(fixed.foldsCalendar("localtime")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "gcc -c a.c, h.h.gch, precompiled header",
    "gcc -c a.c, h.h.gch/one, precompiled header",
    "clang -c a.c, /x/h.pch, precompiled header",
    "clang -c a.c, /etc/clang/clang.cfg, configuration file",
    "gcc -c a.c, /usr/lib/gcc/x/12/specs, specs file",
    "gcc -c a.c, h.cfg, ''",
    "gcc -c a.c -specs=x/specs, x/specs, ''",
    "gcc -c a.c, /usr/include/stdio.h, ''"
  })
  void refusal_ofInputs(String line, String path, String reason) {
    assertThat(rules(line).refusal(path).orElse("")).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "TERM, true",
    "COLLECT_GCC_OPTIONS, true",
    "OFFLOAD_TARGET_NAMES, true",
    "PATH, true",
    "LC_ALL, true",
    "CPATH, true",
    "SOURCE_DATE_EPOCH, false",
    "SOMETHING_ELSE, false",
    "ROCM_PATH, false"
  })
  void variables_thatAreNoInputsOfTheirOwn(String name, boolean folded) {
    assertThat(rules("gcc -c a.c").foldsVariable(name)).isEqualTo(folded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "g++", "clang", "clang++"})
  void depfile_isReadAsTheCompilersWriteIt(String compiler, @TempDir Path directory)
      throws Exception {
    List<String> names =
        List.of(
            "plain.h",
            "with space.h",
            "dollar$.h",
            "hash#.h",
            "a:b.h",
            "two  spaces.h",
            "umlaut-ä.h");
    var source = new StringBuilder();
    for (String name : names) {
      Files.writeString(directory.resolve(name), "");
      source.append("#include \"").append(name).append("\"\n");
    }
    Files.writeString(directory.resolve("s p.c"), source);
    for (String target : List.of("-MT|plain", "-MQ|a b$c", "-MT|x y", "-MP")) {
      var arguments =
          new ArrayList<String>(List.of(compiler, "-x", "c", "-c", "s p.c", "-MMD", "-MF", "k.d"));
      arguments.addAll(List.of(target.split("\\|", -1)));
      var call =
          new Call(
              compiler,
              arguments.subList(1, arguments.size()),
              directory.toString(),
              java.util.Map.of(),
              false,
              "x");
      Bare bare = Bare.run(call);
      assertThat(bare.status()).as(bare.diagnostics()).isZero();
      String depfile =
          new String(
              bare.outputs()
                  .getOrDefault("depfile", "")
                  .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
              UTF_8);
      var expected = new ArrayList<String>(List.of("s p.c"));
      expected.addAll(names);
      assertThat(call.action().rules().namedByCompiler("depfile", depfile.getBytes(UTF_8)))
          .as(depfile)
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  void machine_isDescribedByWhatDecidesItsCode(@TempDir Path directory) throws Exception {
    Path processors = directory.resolve("cpuinfo");
    Path caches = Files.createDirectory(directory.resolve("cache"));
    Files.writeString(processors, "model name\t: A\nflags\t\t: sse\ncpu MHz\t\t: 1\n");
    String first = new Machine(processors, caches).get();
    Files.writeString(processors, "model name\t: A\nflags\t\t: sse\ncpu MHz\t\t: 2\n");
    assertThat(new Machine(processors, caches).get()).isEqualTo(first);
    Files.writeString(processors, "model name\t: A\nflags\t\t: sse avx\ncpu MHz\t\t: 2\n");
    assertThat(new Machine(processors, caches).get()).isNotEqualTo(first);
    assertThat(Machine.here().get()).contains("=");
  }

  @ParameterizedTest
  @CsvSource({
    "/usr/bin/gcc, gcc, false",
    "x86_64-linux-gnu-g++-12, g++, true",
    "clang-14, clang, false",
    "clang++, clang++, true",
    "aarch64-linux-gnu-gcc-12.2, gcc, false",
    "c++, c++, true"
  })
  void compilerName_withoutTargetAndVersion(String path, String base, boolean plusPlus) {
    CompilerName name = CompilerName.of(CompilerName.fileName(path)).orElseThrow();

    assertThat(name.base()).isEqualTo(base);
    assertThat(name.plusPlus()).isEqualTo(plusPlus);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpp",
        "gcc-ar",
        "gcc-ar-12",
        "clang-cl",
        "clang-tidy",
        "clang-format-14",
        "clang-cpp-14",
        "c++filt",
        "tcc",
        "rustc",
        "ccache"
      })
  void compilerName_ofOtherPrograms(String name) {
    assertThat(CompilerName.of(name)).isEmpty();
  }

  private static RunRules rules(String line) {
    return Call.of(line).action().rules();
  }
}

package dev.larder.daemon.compiler.gcc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.compiler.Action.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls share a key and which do not. */
final class KeyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gcc -c a.c -o x.o                  | gcc -c a.c -o y.o
          gcc -c a.c -ox.o                   | gcc -o sub/y.o -c a.c
          gcc -c a.c -MD -MF x.d -MT t       | gcc -c a.c -MD -MF y.d -MT t
          gcc -c a.c -MD -MFx.d -MT t        | gcc -c a.c -MD -MF y.d -MT t
          gcc -c a.c -Wp,-MD,x.d -o q.o      | gcc -c a.c -Wp,-MD,y.d -o q.o
          """)
  void namesOfOutputs_shareAKey(String one, String other) {
    assertThat(Call.of(one).action().parts()).isEqualTo(Call.of(other).action().parts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gcc -c a.c                         | gcc -c b.c
          gcc -c a.c                         | gcc -c ./a.c
          gcc -c a.c                         | g++ -c a.c
          gcc -c a.c                         | clang -c a.c
          clang -c a.c                       | clang++ -c a.c
          gcc -c a.c                         | cc -c a.c
          gcc -c a.c                         | gcc -S a.c
          gcc -c a.c                         | gcc -fsyntax-only a.c
          gcc -c a.i                         | gcc -c -x c++-cpp-output a.i
          gcc -c a.c                         | gcc -c -x c++ a.c
          gcc -c a.c                         | gcc -c a.c -o /dev/null
          gcc -c a.c -Wall -Wno-all          | gcc -c a.c -Wno-all -Wall
          gcc -c a.c -Da -Ib                 | gcc -c a.c -Ib -Da
          gcc -c a.c -D a                    | gcc -c a.c -Da
          gcc -c a.c -MD                     | gcc -c a.c
          gcc -c a.c -MD                     | gcc -c a.c -MMD
          gcc -c a.c -MD                     | gcc -c a.c -MD -MP
          gcc -c a.c -MD -MF /dev/null       | gcc -c a.c -MD -MF x.d
          gcc -c a.c -MD -o x.o              | gcc -c a.c -MD -o y.o
          gcc -c a.c -MD -MT x               | gcc -c a.c -MD -MT y
          gcc -c a.c -MD -MT x               | gcc -c a.c -MD -MQ x
          clang -c a.c -MD -Wp,-MT,q -o x.o  | clang -c a.c -MD -Wp,-MT,q -o y.o
          gcc -c a.c -MD -Wp,-MT,q -o x.o    | gcc -c a.c -MD -Wp,-MT,q -o y.o
          gcc -c a.c -ffile-prefix-map=/a=b  | gcc -c a.c -ffile-prefix-map=/a=c
          gcc -c a.c -fmacro-prefix-map=a=b  | gcc -c a.c -fmacro-prefix-map=a=c
          gcc -c a.c -fplugin=x -o x.o       | gcc -c a.c -fplugin=x -o y.o
          gcc -c a.c -frandom-seed=1         | gcc -c a.c -frandom-seed=2
          gcc -c a.c -frecord-gcc-switches -o x.o | gcc -c a.c -frecord-gcc-switches -o y.o
          """)
  void whatMattersToTheResult_tellsKeysApart(String one, String other) {
    assertThat(Call.of(one).action().parts()).isNotEqualTo(Call.of(other).action().parts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -c a.c",
        "gcc -c a.c -O2 -Wall -fPIC -MD -MF x.d",
        "gcc -c a.c -g -g0",
        "gcc -c a.c -gz",
        "gcc -c a.s",
        "gcc -c a.c -flto -fno-lto",
        "gcc -c a.c -fvisibility=hidden -fno-builtin-memcpy -fsanitize=address",
        "clang -c a.c",
        "clang -c a.c -g -fdebug-compilation-dir=/x",
        "clang -c a.c -g -ffile-compilation-dir=.",
        "gcc -c a.c -isystem /x",
        "gcc -c a.c -Ix -I.",
        "gcc -S a.c -fverbose-asm",
        "gcc -c a.c -grecord-gcc-switches -g0"
      })
  void workingDirectory_isNotInTheKey(String line) {
    assertThat(Call.of(line).in("/x/one").action().parts())
        .isEqualTo(Call.of(line).in("/x/other").action().parts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -c a.c -g",
        "gcc -c a.c -ggdb3",
        "gcc -c a.c -g0 -gdwarf-4",
        "gcc -c a.s -g",
        "clang -c a.c -g",
        "gcc -c a.c -flto",
        "gcc -c a.c -flto=auto",
        "gcc -c a.c -isystem ../x",
        "gcc -c a.c -isystem x",
        "gcc -c a.c --sysroot=x",
        "gcc -c a.c -Bx",
        "gcc -c a.c -Wa,-g",
        "gcc -c a.c -Wa,--gdwarf-5",
        "gcc -c a.c -fno-such-option-is-known",
        "gcc -c a.c -fplugin=/x.so",
        "gcc -c a.c -specs=/x",
        "clang -c a.c -fdiagnostics-absolute-paths",
        "clang -c a.c -mllvm -x",
        "gcc -c a.c -g -ffile-prefix-map=/y=z",
        "gcc -c a.c -g -fdebug-compilation-dir=/y",
        "clang -c a.c -g -fcoverage-compilation-dir=/y"
      })
  void workingDirectory_isInTheKeyWhereItReachesAnOutput(String line) {
    assertThat(Call.of(line).in("/x/one").action().parts())
        .isNotEqualTo(Call.of(line).in("/x/other").action().parts());
  }

  @Test
  void workingDirectory_relativeSystemPathVariable_isInTheKey() {
    Call call = Call.of("gcc -c a.c").with("C_INCLUDE_PATH", "/x::/y");

    assertThat(call.in("/x/one").action().parts())
        .isNotEqualTo(call.in("/x/other").action().parts());
  }

  @Test
  void mapOfTheWorkingDirectory_sharedByCheckouts() {
    var one = Call.of("gcc -c a.c -g -ffile-prefix-map=/x/one=.").in("/x/one").action();
    var other = Call.of("gcc -c a.c -g -ffile-prefix-map=/x/other=.").in("/x/other").action();

    assertThat(one.parts()).isEqualTo(other.parts());
    assertThat(one.rules().refusal("/x/one/h.h")).isPresent();
    assertThat(one.rules().refusal("h.h")).isEmpty();
    assertThat(one.rules().refusal("/usr/include/h.h")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -c a.c -g -ffile-prefix-map=%s=. -I%s/include",
        "gcc -c %s/a.c -g -ffile-prefix-map=%s=.",
        "gcc -c a.c -g -ffile-prefix-map=%s=. -fdebug-prefix-map=/x=y",
        "gcc -c a.c -g -ffile-prefix-map=%s=%s",
        "gcc -c a.c -g -fmacro-prefix-map=%s=.",
        "gcc -c a.c -g -frecord-gcc-switches -ffile-prefix-map=%s=.",
      })
  void mapOfTheWorkingDirectory_thatDoesNotCoverAll_isNotShared(String line) {
    var one = Call.of(line.replace("%s", "/x/one")).in("/x/one").action();
    var other = Call.of(line.replace("%s", "/x/other")).in("/x/other").action();

    assertThat(one.parts()).isNotEqualTo(other.parts());
  }

  @Test
  void pwd_countsOnlyIfItNamesTheWorkingDirectory(@TempDir Path directory) throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    Call call = Call.of("gcc -c a.c -g").in(real.toString());

    assertThat(call.with("PWD", link.toString()).action().parts())
        .contains(new Part("working directory", link.toString()));
    assertThat(call.with("PWD", directory.toString()).action().parts())
        .contains(new Part("working directory", real.toString()));
    assertThat(call.with("PWD", ".").action().parts())
        .contains(new Part("working directory", real.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-march=native", "-mtune=native", "-mcpu=native", "-mcpu=native+crypto"})
  void nativeProcessor_isInTheKey(String option) {
    Call call = Call.of("gcc -c a.c " + option);

    assertThat(call.on("one").action().parts()).isNotEqualTo(call.on("other").action().parts());
    assertThat(Call.of("gcc -c a.c").on("one").action().parts())
        .isEqualTo(Call.of("gcc -c a.c").on("other").action().parts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CPATH",
        "C_INCLUDE_PATH",
        "COMPILER_PATH",
        "GCC_EXEC_PREFIX",
        "LD_LIBRARY_PATH",
        "LD_PRELOAD",
        "LC_ALL",
        "LANG",
        "LANGUAGE",
        "TZ",
        "GCC_COLORS",
        "GCC_EXTRA_DIAGNOSTIC_OUTPUT"
      })
  void variableThatMatters_isInTheKey(String name) {
    Call call = Call.of("gcc -c a.c");

    assertThat(call.with(name, "/x").action().parts())
        .isNotEqualTo(call.with(name, "/y").action().parts());
    assertThat(call.with(name, "/x").action().parts()).isNotEqualTo(call.action().parts());
  }

  @Test
  void locale_countsAsFarAsItTakesEffect() {
    Call call = Call.of("gcc -c a.c").with("LC_ALL", "C.UTF-8");

    assertThat(call.with("LANG", "de_DE").action().parts()).isEqualTo(call.action().parts());
    assertThat(Call.of("gcc -c a.c").with("LC_ALL", "").with("LANG", "C").action().parts())
        .isEqualTo(Call.of("gcc -c a.c").action().parts());
  }

  @Test
  void responseFile_isReadInPlace(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("args"), "-DA='x y' \"-DB=\\\"q\\\"\"\n -DC=\\ z @more");
    Files.writeString(directory.resolve("more"), "-c\ta.c ''");
    var action = Call.of("gcc @args -o x.o").in(directory.toString());

    assertThat(action.bypass(dev.larder.daemon.compiler.Analysis.Kind.NOT_CACHEABLE))
        .isEqualTo("multiple input files");
    Files.writeString(directory.resolve("more"), "-c\ta.c");
    assertThat(action.action().parts())
        .contains(
            new Part("argument", "-DA=x y"),
            new Part("argument", "-DB=\"q\""),
            new Part("argument", "-DC= z"));
    assertThat(action.action().runArguments()).containsExactly("gcc", "@args", "-o", "x.o");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'unfinished", "unfinished\\", "\0", "@args"})
  void responseFile_thatIsNotUnderstood_isTheReason(String text, @TempDir Path directory)
      throws Exception {
    Files.writeString(directory.resolve("args"), text);

    assertThat(Call.of("gcc -c a.c @args").in(directory.toString()).reason()).isEqualTo("@");
  }

  @ParameterizedTest
  @CsvSource({
    "gcc -c a.c, C/C++, c [gcc]",
    "g++ -c a.c, C/C++, c++ [gcc]",
    "clang++ -c a.cc, C/C++, c++ [clang]",
    "clang -c a.s, Assembler, assembler [clang]",
    "gcc -c a.S, Assembler, assembler [gcc]",
    "aarch64-linux-gnu-gcc -c a.i, C/C++, c [gcc]",
    "cc -c -x assembler a, Assembler, assembler [gcc]",
    "gcc -x c++ -x none -c a.c -x c++, C/C++, c [gcc]"
  })
  void statistics_nameTheLanguage(String line, String language, String detail) {
    var action = Call.of(line).action();

    assertThat(action.language()).isEqualTo(language);
    assertThat(action.detail()).isEqualTo(detail);
  }
}

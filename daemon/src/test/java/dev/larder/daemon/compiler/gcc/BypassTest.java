package dev.larder.daemon.compiler.gcc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.compiler.Analysis.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is passed on to the real compiler, and why. */
final class BypassTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gcc -E a.c                                       | -E
          gcc -c -E a.c                                    | -E
          gcc -M a.c                                       | -M
          clang -MM a.c                                    | -MM
          gcc -c a.c b.c                                   | multiple input files
          gcc -c a.c b.o                                   | multiple input files
          gcc -c                                           | no input file
          gcc -c -                                         | -
          gcc -x c -c -                                    | -
          gcc -c a.foo                                     | unknown source language
          gcc -c a                                         | unknown source language
          gcc -c a.h                                       | unknown source language
          gcc -c a.m                                       | unknown source language
          gcc -c a.c -o                                    | argument parse
          gcc -x fortran -c a.c                            | -x
          gcc -xHOST -c a.c                                | -x
          gcc -x c-header -c a.h                           | -x
          gcc -c a.c -o -                                  | -o -
          gcc -c a.c -o out/                               | -o out/
          gcc -c a.c -o /dev/stdout                        | -o /dev/stdout
          gcc -c a.c -o a.o -o b.o                         | -o
          gcc -c a.c -o a.o -MD -MF ./a.o                  | -MF
          gcc -c -- a.c                                    | --
          gcc -c a.c @missing                              | @
          gcc -c a.c -fdump-tree-all                       | -fdump-
          gcc -c a.c -save-temps                           | -save-temps
          gcc -c a.c -save-temps=obj                       | -save-temps
          gcc -c a.c --save-temps                          | --save-temps
          gcc -c a.c --coverage -o /dev/null               | --coverage
          gcc -fsyntax-only a.c -ftest-coverage            | -ftest-coverage
          gcc -c a.c --coverage -fprofile-note=x           | -fprofile-note=
          gcc -c a.c -gsplit-dwarf -o /dev/null            | -gsplit-dwarf
          gcc -c a.c -gsplit-dwarf -o a.dwo                | -gsplit-dwarf
          gcc -c a.c -gsplit-dwarf -MD -MF ./a.dwo         | -MF
          gcc -c a.c -gtoggle                              | -gtoggle
          gcc -fsyntax-only a.c -fstack-usage              | -fstack-usage
          gcc -c a.c -fstack-usage -o /dev/null            | -fstack-usage
          gcc -c a.c -fcallgraph-info=su                   | -fcallgraph-info
          gcc -c a.cc -fmodules-ts                         | -fmodule
          clang -c a.c -fmodules                           | -fmodule
          clang -c a.c -ftime-trace                        | -ftime-trace
          clang -c a.c -MJ x                               | -MJ
          clang -c a.c -fsave-optimization-record          | -fsave-optimization-record
          clang -c a.c -foptimization-record-file=x        | -foptimization-record-
          clang -c a.c --serialize-diagnostics x           | --serialize-diagnostics
          clang -c a.c -include-pch x.pch                  | -include-pch
          clang -c a.c -ivfsoverlay x                      | -ivfsoverlay
          gcc -c a.c -Xclang -load                         | -Xclang
          clang -c a.c -Xclang -include-pch -Xclang x      | -Xclang -include-pch
          clang -c a.c -Xclang -emit-pch                   | -Xclang -emit-
          clang -c a.c -Xclang -fmodules                   | -Xclang -fmodule
          clang -c a.c --config x                          | --config
          clang -c a.c --config=x                          | --config=
          clang -c a.c --analyze                           | --analyze
          clang -c a.c -emit-llvm                          | -emit-llvm
          clang -c a.c -working-directory x                | -working-directory
          gcc -c a.c -fopt-info-vec=x                      | -fopt-info-
          gcc -c a.c -fdiagnostics-format=sarif-file       | -fdiagnostics-format=sarif
          gcc -c a.c -fdiagnostics-format=json-file        | -fdiagnostics-format=json-file
          gcc -c a.c -aux-info x                           | -aux-info
          gcc -c a.c -wrapper gdb,--args                   | -wrapper
          gcc -c a.c -dumpbase x                           | -dumpbase
          gcc -c a.c -da                                   | -d
          gcc -c a.c -v                                    | -v
          gcc -c a.c -###                                  | -###
          gcc -c a.c -Xassembler -a                        | -Xassembler
          gcc -c a.c -Xpreprocessor -P                     | -Xpreprocessor
          gcc -c a.c -Wa,-a=list                           | -Wa,-a=list
          gcc -c a.c -Wa,-adhln                            | -Wa,-adhln
          gcc -c a.c -Wa,--MD,x                            | -Wa,--MD,x
          gcc -c a.c -Wa,--noexecstack,b.s                 | -Wa,--noexecstack,b.s
          gcc -c a.c -Wp,-P                                | -Wp,-P
          gcc -c a.c -Wp,-MMD,x.d,-MT,y                    | -Wp,-MMD,x.d,-MT,y
          gcc -c a.c -Wp,-MD,x.d -MF y.d                   | -Wp,-MD,x.d
          gcc -c a.c -MD -Wp,-MD,x.d                       | -Wp,-MD,x.d
          gcc -c a.c -MD -o /dev/null                      | -MD
          gcc -fsyntax-only -MD a.c                        | -MD
          gcc -c a.c -MD -MF -                             | -MF
          gcc -S a.s                                       | -S
          gcc -fsyntax-only a.S                            | -fsyntax-only
          gcc -c a.c --no-such-option                      | --no-such-option
          gcc -c a.c -no-such-option                       | -no-such-option
          """)
  void notCacheable_namesTheReason(String line, String reason) {
    assertThat(Call.of(line).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc a.c -o a",
        "gcc a.o b.o -lm",
        "gcc --version",
        "gcc",
        "clang -print-search-dirs",
        "gcc -dumpmachine",
        "gcc -Q --help=target",
        "gcc a.o --no-such-option",
        "gcc a.c --coverage -o a",
        "clang -print-resource-dir -c a.c"
      })
  void noCompilation_isCountedAsSuch(String line) {
    assertThat(Call.of(line).bypass(Kind.NOT_COMPILATION)).isEqualTo("no -c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DEPENDENCIES_OUTPUT",
        "SUNPRO_DEPENDENCIES",
        "CCC_OVERRIDE_OPTIONS",
        "CC_PRINT_HEADERS",
        "AS_SECURE_LOG_FILE"
      })
  void variableThatMakesTheCompilerWriteMore_isTheReason(String name) {
    assertThat(Call.of("gcc -c a.c").with(name, "x").reason()).isEqualTo(name);
  }

  @Test
  void firstReason_wins() {
    assertThat(Call.of("gcc -c a.c -gtoggle -save-temps").reason()).isEqualTo("-gtoggle");
  }
}

package dev.larder.differential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of which only so much is known that all words of the call belong to the key. */
final class StrictCallsTest extends Traps {
  /** Whatever reaches the front end itself: files beyond the expected ones are noticed. */
  @ParameterizedTest
  @CsvSource({
    "-Xclang -fno-pch-timestamp, true",
    "-Xclang -include -Xclang h.h, true",
    "-Xclang -mllvm -Xclang -inline-threshold=7, true",
    "-Xclang -ast-dump -Xclang -fno-color-diagnostics, false",
    "-Xclang -split-dwarf-output -Xclang k.dwo -gsplit-dwarf -g, false",
    "-Xclang -stack-usage-file -Xclang k.su, false",
    "-Xclang -fsyntax-only, false",
    "-Xclang -o -Xclang k.o, true",
    "-Xclang -emit-pch, false",
    "-Xclang -dependency-file -Xclang k.d -Xclang -MT -Xclang a.o, false"
  })
  void frontEnd_isGivenOptions(String options, boolean kept) throws Exception {
    write("project/a.c", "int f(void) { return 1; }\n");
    write("project/h.h", "#define f g\n");
    Command command = in("project", "clang " + options + " -c a.c -o a.o");
    hits(command);
    assertThat(hits(command)).isEqualTo(kept);
    write("project/h.h", "#define f h\n");
    hits(command);
  }

  /** What a program did when it ran is an input, as soon as there is word of it. */
  @ParameterizedTest
  @CsvSource({
    "gcc -fprofile-generate, gcc -fprofile-use, true",
    "clang -fprofile-instr-generate, clang -fprofile-instr-use=p, llvm-profdata merge -o p default.profraw"
  })
  void profile_countsAsAnInput(String generating, String using, String merging) throws Exception {
    write(
        "project/a.c",
        """
        int f(int x) { return x > 1 ? x * 3 : x - 1; }
        int main(int argc, char **argv) { int s = 0; for (int i = 0; i < 99; i++) s += f(argc); return s < 0; }
        """);
    Command command = in("project", using + " -O2 -c a.c -o a.o");
    assertThat(hits(command)).isFalse();
    String training = generating + " -O2 -c a.c -o a.o; " + generating + " a.o -o a; rm a.o; ";
    shell(training + "./a; " + merging);
    warm(command);
    shell(training + "rm -f *.gcda *.profraw; ./a 1 2 3; " + merging);
    assertThat(hits(command)).isFalse();
  }
}

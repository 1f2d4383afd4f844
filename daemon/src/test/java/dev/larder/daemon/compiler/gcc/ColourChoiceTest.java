package dev.larder.daemon.compiler.gcc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.compiler.Colour;
import dev.larder.daemon.compiler.Colouring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a run is coloured, and that this changes nothing but the diagnostics. */
final class ColourChoiceTest {

  @ParameterizedTest
  @CsvSource({
    "gcc -c a.c, COLOURED",
    "clang -c a.c, COLOURED",
    "clang -c a.S, COLOURED",
    "clang -c a.s, PLAIN",
    "gcc -c a.c --coverage, COLOURED",
    "clang -c a.c -g -gsplit-dwarf, COLOURED",
    "gcc -c a.c -frecord-gcc-switches, PLAIN",
    "gcc -c a.c -frecord-gcc-switches --coverage, PLAIN",
    "clang -c a.c -grecord-command-line, PLAIN",
    "gcc -c a.c -fdiagnostics-color=auto, COLOURED",
    "gcc -c a.c -fdiagnostics-color=never, SETTLED",
    "gcc -c a.c -fdiagnostics-color, SETTLED",
    "clang -c a.c -fno-color-diagnostics, SETTLED",
    "clang -c a.c -fcolor-diagnostics, SETTLED"
  })
  void terminal_getsColoursWhereTheyChangeNothingElse(String line, Colouring colouring) {
    var action = Call.of(line).onTerminal().action();

    assertThat(action.colour()).isEqualTo(colouring);
    assertThat(action.runArguments().contains("-fdiagnostics-color=always"))
        .isEqualTo(colouring == Colouring.COLOURED);
    assertThat(action.parts()).isEqualTo(Call.of(line).action().parts());
  }

  @Test
  void colours_notExpected() {
    Call call = Call.of("gcc -c a.c");

    assertThat(call.action().colour()).isEqualTo(Colouring.PLAIN);
    assertThat(call.with("TERM", "xterm").action().colour()).isEqualTo(Colouring.PLAIN);
    assertThat(call.onTerminal().with("TERM", "dumb").action().colour()).isEqualTo(Colouring.PLAIN);
    assertThat(call.onTerminal().with("TERM", "").action().colour()).isEqualTo(Colouring.PLAIN);
    assertThat(call.onTerminal().with("GCC_COLORS", "").action().colour())
        .isEqualTo(Colouring.PLAIN);
    Call ofClang = Call.of("clang -c a.c").onTerminal().with("TERM", "xterm");
    assertThat(ofClang.with("GCC_COLORS", "").action().colour()).isEqualTo(Colouring.COLOURED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -c s.c -Wall -Wextra",
        "gcc -c s.c -Wall -g -O2",
        "gcc -c s.c -flto -frandom-seed=1 -Wall",
        "g++ -c s.cc -Wall -g",
        "gcc -c s.c -Wall --coverage -frandom-seed=1",
        "clang -c s.c -Wall --coverage",
        "gcc -c s.c -Wall -g -gsplit-dwarf -fstack-usage",
        "clang -c s.c -Wall -g -gsplit-dwarf -fstack-usage",
        "clang -c s.c -Wall -Wextra -g",
        "clang++ -c s.cc -Wall",
        "gcc -c s.s",
        "gcc -c s.S",
        "clang -c s.S -Werror",
        "gcc -S s.c -fverbose-asm -Wall",
        "clang -fsyntax-only s.c -Wall",
        "aarch64-linux-gnu-gcc -c s.c -Wall"
      })
  void colouredRun_isThePlainOneOnceStripped(String line, @TempDir Path directory)
      throws Exception {
    String source = "#warning here\nint f(int x) { int unused; if (x = 1) return 2; }\n";
    for (String name : List.of("s.c", "s.cc")) {
      Files.writeString(directory.resolve(name), source);
    }
    for (String name : List.of("s.s", "s.S")) {
      Files.writeString(directory.resolve(name), ".globl x\n.text\nx: nop\n");
    }
    Call call = Call.of(line).in(directory.toString());
    Bare plain = Bare.run(call);
    Bare coloured = Bare.run(call.onTerminal());

    assertThat(plain.status()).isZero();
    assertThat(coloured.outputs()).isEqualTo(plain.outputs());
    assertThat(new String(Colour.strip(coloured.diagnostics().getBytes(ISO_8859_1)), ISO_8859_1))
        .isEqualTo(plain.diagnostics());
    if (line.contains("-Wall")) {
      assertThat(coloured.diagnostics()).isNotEqualTo(plain.diagnostics());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain                                     | plain
          \\e[01m\\e[Kbold\\e[m\\e[K               | bold
          \\e[38;5;1mred\\e[0m                     | red
          \\e]8;;https://x\\alink\\e]8;;\\a        | link
          \\e]8;;https://x\\e\\\\link\\e]8;;\\e\\\\ | link
          \\e[2Jkept                                | \\e[2Jkept
          \\e]0;title\\a                            | \\e]0;title\\a
          ends in \\e                               | ends in \\e
          ends in \\e[3                             | ends in \\e[3
          ends in \\e]8;;x                          | ends in \\e]8;;x
          """)
  void strip_takesColoursErasuresAndLinks(String text, String plain) {
    assertThat(new String(Colour.strip(bytes(text)), ISO_8859_1))
        .isEqualTo(new String(bytes(plain), ISO_8859_1));
  }

  private static byte[] bytes(String text) {
    return text.replace("\\e", "\u001b")
        .replace("\\a", "\u0007")
        .replace("\\\\", "\\")
        .getBytes(ISO_8859_1);
  }
}

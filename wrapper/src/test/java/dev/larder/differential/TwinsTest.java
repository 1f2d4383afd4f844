package dev.larder.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal headers in two places, which compilers tell apart by what no content says. */
final class TwinsTest extends Traps {
  @ParameterizedTest
  @CsvSource({"gcc,include", "clang,include", "gcc,import", "clang,import"})
  void headerThatIsReadOnce_isCopiedAndLinked(String compiler, String directive) throws Exception {
    String once = directive.equals("include") ? "#pragma once\n" : "";
    write("project/one/h.h", once + "int f(void) { return 1; }\n");
    Path one = project.resolve("one/h.h");
    Path two = Files.createDirectories(project.resolve("two")).resolve("h.h");
    write("project/a.c", "#% \"one/h.h\"\n#% \"two/h.h\"\n".replace("%", directive));
    Command command = in("project", compiler + " -Wno-import -Wno-deprecated -c a.c");

    for (int i = 0; i < 2; i++) {
      Files.deleteIfExists(two);
      Files.createLink(two, one);
      hits(command);
      hits(command);
      Path copy = Files.copy(one, two.resolveSibling("copy"));
      Files.setLastModifiedTime(copy, FileTime.from(Instant.EPOCH.plusSeconds(i)));
      Files.move(copy, two, StandardCopyOption.REPLACE_EXISTING);
      hits(command);
      hits(command);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void nameOfHardLinkedHeader_standsInDiagnostics(String compiler) throws Exception {
    write("project/one/h.h", "static void C(f, N)(void) { int u; }\n");
    write("project/c.h", "#define C2(a, b) a##b\n#define C(a, b) C2(a, b)\n");
    Path one = project.resolve("one/h.h");
    Path two = Files.createDirectories(project.resolve("two")).resolve("h.h");
    Files.createLink(two, one);
    write(
        "project/a.c",
        """
        #include "c.h"
        #define N 1
        #include "one/h.h"
        #undef N
        #define N 2
        #include "two/h.h"
        """);
    Command command = in("project", compiler + " -Wall -g -c a.c");

    hits(command);
    Files.move(
        Files.copy(one, two.resolveSibling("copy")), two, StandardCopyOption.REPLACE_EXISTING);
    hits(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void directoryThatIsAnotherByAMount_isSearchedOnce_untilItIsNot(String compiler)
      throws Exception {
    String header = "int one;\n#if __has_include_next(<h.h>)\nint two;\n#endif\n";
    write("project/a/h.h", header);
    write("project/b/h.h", header);
    write("project/m.c", "#include <h.h>\n");
    String script =
        """
        set -e
        mount --bind a b
        $L %1$s -Ia -Ib -c m.c; $L %1$s -Ia -Ib -c m.c
        umount b
        $L %1$s -Ia -Ib -c m.c
        %1$s -Ia -Ib -c m.c -o bare.o
        cmp m.o bare.o
        $L --stop-server > /dev/null
        """
            .formatted(compiler);

    try (Bench own = Bench.open(root.resolve("own"), false)) {
      Outcome outcome =
          own.bare(Command.amongMounts(project, script).with("L", own.wrapper().toString()));
      assertThat(outcome.stdout() + outcome.stderr()).isEmpty();
      assertThat(outcome.status()).isZero();
    }
  }
}

package dev.larder.daemon.compiler.gcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are expected; where that is a default, the real compilers say so. */
final class OutputsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gcc -c sub/a.c                          | object:a.o
          gcc -c a.b.c                            | object:a.b.o
          gcc -c a.c -o out/x.o                   | object:out/x.o
          gcc -c a.c -oout/x.o                    | object:out/x.o
          gcc -S a.c                              | object:a.s
          gcc -c -S a.c                           | object:a.s
          gcc -c a.c -o /dev/null                 | ''
          gcc -fsyntax-only a.c                   | ''
          gcc -c -fsyntax-only a.c -o x.o         | ''
          gcc -x c -c /dev/null -o x.o            | object:x.o
          gcc -MD -c a.c                          | object:a.o depfile:a.d
          gcc -MMD -MP -c a.c -o out/x.o          | object:out/x.o depfile:out/x.d
          gcc -MD -c a.c -o out.dir/x             | object:out.dir/x depfile:out.dir/x.d
          gcc -MD -MF k.d -c a.c                  | object:a.o depfile:k.d
          gcc -MD -MFk.d -c a.c                   | object:a.o depfile:k.d
          gcc -MD -MF k.d -MF l.d -c a.c          | object:a.o depfile:l.d
          gcc -MD -MF /dev/null -c a.c            | object:a.o
          gcc -Wp,-MMD,k.d -c a.c                 | object:a.o depfile:k.d
          gcc -MF k.d -c a.c                      | object:a.o
          gcc -MD -c a.s                          | object:a.o
          gcc -MD -c a.i                          | object:a.o
          gcc -MD -c a.S                          | object:a.o depfile:a.d
          gcc -fsyntax-only -MD -MF k.d a.c       | depfile:k.d
          gcc -gsplit-dwarf -c a.b.c              | object:a.b.o companion.dwo:a.b.dwo
          gcc -gsplit-dwarf -c a.c -o out.d/x     | object:out.d/x companion.dwo:out.d/x.dwo
          gcc -gsplit-dwarf -S a.c                | object:a.s companion.dwo:a.dwo
          gcc -fstack-usage -c a.c -o out/x.o     | object:out/x.o companion.su:out/x.su
          gcc --coverage -c a.c -o out/x.o        | object:out/x.o companion.gcno:out/x.gcno
          gcc -fprofile-arcs -c a.c               | object:a.o
          gcc -fstack-usage -gsplit-dwarf -c a.c  | object:a.o companion.dwo:a.dwo companion.su:a.su
          gcc -gsplit-dwarf -MD -c a.c            | object:a.o companion.dwo:a.dwo depfile:a.d
          """)
  void outputs_asSpelled(String line, String outputs) {
    assertThat(Call.of(line).outputs()).isEqualTo(outputs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-c sub/a.c",
        "-c a.b.c",
        "-S a.b.c",
        "-c -S a.c",
        "-S -c a.c -o x",
        "-MD -c a.c",
        "-MD -S a.c",
        "-MD -c a.b.c",
        "-MMD -c a.c -o out/x",
        "-MD -c a.c -o out/x.",
        "-MD -c a.c -o out/x.y.o",
        "-MD -c a.c -o out/.x",
        "-MD -c a.c -o .x",
        "-MD -c b.s",
        "-MD -c a.i",
        "-MD -c b.S",
        "-Wp,-MD,k.d -c a.c",
        "-MD -MF k.d -fsyntax-only a.c",
        "-MD -MF k.d -c b.s",
        "-MD -MF k.d -MF l.d -c a.c -o /dev/null",
        "-MD -MFk.d -c a.c -oy.o",
        "-x c -c /dev/null",
        "-g -gsplit-dwarf -c a.b.c",
        "-g -gsplit-dwarf -c sub/a.c -o out/x",
        "-g -gsplit-dwarf -c a.c -o out/x.y.z -MD",
        "--coverage -c a.b.c",
        "-fprofile-arcs -c a.c",
        "-fprofile-arcs -ftest-coverage -c sub/a.c -o out/x",
        "--coverage -S a.c -o out/x.y.s",
        "-fstack-usage -c a.b.c",
        "-fstack-usage -c sub/a.c -o out/x",
        "-fstack-usage -S a.c -o out/x.y.s",
        "-x c++ -MD -c a.c",
        "-c a.c -g -O2 -flto -MD",
        "-MMD -Wp,-MT,q -c a.c",
        "-c a.ii -MD",
        "-fsyntax-only a.c -o x.o"
      })
  void outputs_areTheFilesThatTheCompilersWrite(String options, @TempDir Path directory)
      throws Exception {
    for (String compiler : List.of("gcc", "g++", "clang", "clang++", "aarch64-linux-gnu-gcc")) {
      Path cwd = Files.createDirectory(directory.resolve(compiler));
      Files.createDirectories(cwd.resolve("sub"));
      Files.createDirectories(cwd.resolve("out"));
      for (String source : List.of("a.c", "sub/a.c", "a.b.c", "a.i", "a.ii")) {
        Files.writeString(cwd.resolve(source), "int x;\nint f(void) { return x; }\n");
      }
      for (String source : List.of("b.s", "b.S")) {
        Files.writeString(cwd.resolve(source), ".globl x\n");
      }
      Set<String> before = files(cwd);
      Call call = Call.of(compiler + " " + options).in(cwd.toString());
      var expected = new TreeSet<String>();
      call.action().outputs().forEach(output -> expected.add(output.path()));
      var command = new ArrayList<String>(List.of(compiler));
      command.addAll(call.words());
      Process process =
          new ProcessBuilder(command)
              .directory(cwd.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      if (process.waitFor() != 0) {
        // An option that this compiler does not take in this combination: nothing to compare.
        assertThat(compiler)
            .as("%s: %s", options, Files.readString(directory.resolve("log")))
            .startsWith("clang");
        continue;
      }
      Set<String> after = files(cwd);
      after.removeAll(before);
      assertThat(after).as("%s %s", compiler, options).isEqualTo(expected);
    }
  }

  private static Set<String> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      var names = new TreeSet<String>();
      all.filter(Files::isRegularFile)
          .forEach(file -> names.add(directory.relativize(file).toString()));
      return names;
    }
  }
}

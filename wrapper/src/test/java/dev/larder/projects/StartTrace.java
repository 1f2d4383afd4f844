package dev.larder.projects;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which programs a command and all its descendants started, by strace.
 *
 * @param directory an empty one, for a file by process
 */
public record StartTrace(Path directory) {
  /** What does the work of compiling C: the drivers are asked for their version, too. */
  private static final String C_COMPILERS = "cc1|cc1plus|as|clang[-0-9.]*";

  /** What to put before the command. */
  public List<String> tracer() {
    return List.of(
        "strace",
        "-ff",
        "-qq",
        "-s",
        "256",
        "-e",
        "trace=execve,execveat",
        "-o",
        directory + "/process");
  }

  /** One line for each C compiler that was started. */
  List<String> compilers() throws IOException {
    return programs(C_COMPILERS);
  }

  /** One line for each start of a program by one of these names, a regular expression. */
  public List<String> programs(String names) throws IOException {
    Pattern start = Pattern.compile("^execve(at)?\\(\"[^\"]*/(" + names + ")\".* = 0$");
    var found = new ArrayList<String>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
            .filter(line -> start.matcher(line).matches())
            .forEach(found::add);
      }
    }
    return found;
  }
}

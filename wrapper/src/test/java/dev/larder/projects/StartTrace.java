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
record StartTrace(Path directory) {
  /** What does the work of compiling: the drivers are asked for their version, too. */
  private static final Pattern COMPILER =
      Pattern.compile("^execve(at)?\\(\"[^\"]*/(cc1|cc1plus|as|clang[-0-9.]*)\".* = 0$");

  /** What to put before the command. */
  List<String> tracer() {
    return List.of(
        "strace", "-ff", "-qq", "-e", "trace=execve,execveat", "-o", directory + "/process");
  }

  /** One line for each compiler that was started. */
  List<String> compilers() throws IOException {
    var found = new ArrayList<String>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
            .filter(line -> COMPILER.matcher(line).matches())
            .forEach(found::add);
      }
    }
    return found;
  }
}

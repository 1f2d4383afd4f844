package dev.larder.projects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Small units of C with a header that all have, compiled by a script that announces each. */
final class ManyUnits {
  static final int UNITS = 40;

  private ManyUnits() {}

  /** Writes them into a directory. */
  static void write(Path directory) throws IOException {
    Tree.delete(directory);
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("all.h"), "#include <stdio.h>\n#define ALL 3\n");
    for (int i = 0; i < UNITS; i++) {
      Files.writeString(
          directory.resolve("u" + i + ".c"),
          "#include \"all.h\"\nint t%d[%d] = {ALL};\nint f%d(void) { return puts(__FILE__); }\n"
              .formatted(i, 100 + 100 * i, i));
    }
  }

  /** The command that compiles all. */
  static Command build(Path directory, Optional<Installed> larder, int jobs) {
    String before = larder.map(l -> l.program() + " ").orElse("");
    String unit = "echo {}; exec " + before + "gcc -O1 -Wall -MMD -c {}";
    return Command.of(
            directory, "sh", "-c", "ls *.c | xargs -P " + jobs + " -I{} sh -c '" + unit + "'")
        .with(larder.map(Installed::environment).orElse(Map.of()));
  }
}

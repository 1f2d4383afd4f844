package dev.larder.wrapper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An installed image with the wrapper in it, a runtime directory, and a directory to compile in.
 *
 * @param image holds bin/larder, and lib/larderd once a test puts one there
 * @param runtime where wrapper and daemon meet
 * @param work where compilers run
 */
record Stage(Path image, Path runtime, Path work) {
  static final String IMAGE_ID = "0000000000000000";

  static Stage set(Build build, Path directory) throws IOException, InterruptedException {
    var stage =
        new Stage(directory.resolve("image"), directory.resolve("run"), directory.resolve("work"));
    Files.createDirectories(stage.image.resolve("bin"));
    Files.createDirectories(stage.image.resolve("lib"));
    Files.createDirectory(stage.work);
    Files.createDirectory(stage.runtime);
    Files.setPosixFilePermissions(stage.runtime, PosixFilePermissions.fromString("rwx------"));
    Files.copy(build.program(), stage.wrapper());
    return stage;
  }

  Path wrapper() {
    return image.resolve("bin/larder");
  }

  Path socket() {
    return runtime.resolve(IMAGE_ID + ".sock");
  }

  Partner partner(Partner.Script script) throws IOException {
    return new Partner(socket(), script);
  }

  /** The wrapper with these arguments. */
  Caller larder(String... arguments) {
    return command(wrapper().toString(), arguments);
  }

  /** Another program with the environment that the wrapper gets. */
  Caller command(String program, String... arguments) {
    var command = new java.util.ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    return new Caller(
        command,
        work,
        Map.of(
            "PATH", "/usr/bin:/bin",
            "LARDER_RUNTIME_DIR", runtime.toString(),
            "LARDER_SILENCE_TIMEOUT", "20000"));
  }

  /** A file in the working directory. */
  Path file(String name, String content) throws IOException {
    return Files.writeString(work.resolve(name), content);
  }

  /** An executable script in the working directory. */
  Path script(String name, String... lines) throws IOException {
    return script(work.resolve(name), lines);
  }

  /** The program that the wrapper starts as its daemon. */
  Path daemon(String... lines) throws IOException {
    return script(image.resolve("lib/larderd"), lines);
  }

  static Path script(Path path, String... lines) throws IOException {
    Files.createDirectories(path.getParent());
    Files.write(path, String.join("\n", lines).concat("\n").getBytes(UTF_8));
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Those lines that do not contain the text. */
  static String[] without(String[] lines, String text) {
    return Stream.of(lines).filter(line -> !line.contains(text)).toArray(String[]::new);
  }

  /** A pipe with a name in the working directory, by which a test and a script meet. */
  Path fifo(String name) throws IOException, InterruptedException {
    Path fifo = work.resolve(name);
    if (new ProcessBuilder("mkfifo", fifo.toString()).inheritIO().start().waitFor() != 0) {
      throw new IOException("mkfifo " + fifo);
    }
    return fifo;
  }

  /** What lies in the working directory. */
  List<String> listing() throws IOException {
    try (var files = Files.list(work)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

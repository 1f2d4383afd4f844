package dev.larder.observer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Builds the library, the tool and the probes, and runs programs with and without observation. */
final class Workshop {

  private static final Path SOURCES = Path.of("src/test/c").toAbsolutePath();
  private final Path built;
  private final Path directory;

  private Workshop(Path built, Path directory) {
    this.built = built;
    this.directory = directory;
  }

  /** A workshop whose programs run in the given directory. */
  static Workshop in(Path directory) throws IOException, InterruptedException {
    Path built = Files.createDirectories(Path.of("target/observer").toAbsolutePath());
    Workshop workshop = new Workshop(built, directory);
    workshop.mustRun(
        "make",
        "-s",
        "-C",
        Path.of("src/main/c/observer").toAbsolutePath().toString(),
        "OUT=" + built);
    workshop.compile(
        SOURCES.resolve("observe.c"), built.resolve("observe"), List.of("-Wextra", "-Werror"));
    return workshop;
  }

  Path library() {
    return built.resolve("libwatch.so");
  }

  Path directory() {
    return directory;
  }

  /** Compiles one of the programs in src/test/c/probes, unless that was done already. */
  String probe(String name, String... options) throws IOException, InterruptedException {
    return probeBy("cc", name, options);
  }

  String probeBy(String compiler, String name, String... options)
      throws IOException, InterruptedException {
    String variant = String.join("", options).replaceAll("[^a-z]", "");
    Path program =
        built.resolve(
            name
                + (compiler.equals("cc") ? "" : "-" + compiler)
                + (variant.isEmpty() ? "" : "-" + variant));
    List<String> command = new ArrayList<>(List.of("-Wno-deprecated-declarations", "-Wno-nonnull"));
    command.addAll(List.of(options));
    compile(compiler, SOURCES.resolve("probes/" + name + ".c"), program, command);
    return program.toString();
  }

  private void compile(Path source, Path program, List<String> options)
      throws IOException, InterruptedException {
    compile("cc", source, program, options);
  }

  private void compile(String compiler, Path source, Path program, List<String> options)
      throws IOException, InterruptedException {
    if (Files.exists(program)
        && Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(source)) > 0) {
      return;
    }
    List<String> command = new ArrayList<>(List.of(compiler, "-std=gnu11", "-O1", "-Wall"));
    command.addAll(options);
    command.addAll(List.of("-o", program.toString(), source.toString(), "-pthread", "-ldl"));
    mustRun(command.toArray(String[]::new));
  }

  /** Runs a program that has to succeed. */
  Run mustRun(String... command) throws IOException, InterruptedException {
    Run run = bare(command);
    if (run.status() != 0) {
      throw new IOException(String.join(" ", command) + ": " + run.noticed());
    }
    return run;
  }

  Run bare(String... command) throws IOException, InterruptedException {
    return run(Map.of(), List.of(command), null);
  }

  Run observed(String... command) throws IOException, InterruptedException {
    return observed(List.of(), command);
  }

  /** Runs a program under the tool {@code observe} with these options. */
  Run observed(List<String> options, String... command) throws IOException, InterruptedException {
    return observed(Map.of(), options, command);
  }

  Run observed(Map<String, String> environment, List<String> options, String... command)
      throws IOException, InterruptedException {
    Path trail = Files.createTempFile("trail", ".txt");
    try {
      List<String> all = new ArrayList<>(observe(trail));
      all.addAll(options);
      all.addAll(List.of(command));
      return run(environment, all, trail);
    } finally {
      Files.delete(trail);
    }
  }

  /** How to start the tool; its options and the program's command line follow. */
  List<String> observe(Path trail) {
    return List.of(built.resolve("observe").toString(), "-o", trail.toString());
  }

  Run run(
      Map<String, String> environment,
      List<String> command,
      @org.jspecify.annotations.Nullable Path trail)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("output", ".txt");
    Path errors = Files.createTempFile("errors", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().put("PWD", directory.toString());
      builder.environment().put("LC_ALL", "C");
      builder.environment().putAll(environment);
      builder.redirectInput(Path.of("/dev/null").toFile());
      Process process =
          builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("still running: " + String.join(" ", command));
      }
      List<String> lines = trail == null ? List.of() : Files.readAllLines(trail);
      return new Run(
          process.exitValue(),
          Files.readString(output, StandardCharsets.ISO_8859_1),
          Files.readString(errors, StandardCharsets.ISO_8859_1),
          lines.stream().filter(Workshop::isRecord).map(Event::parse).toList(),
          lines.stream().filter(line -> !isRecord(line)).toList());
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  private static boolean isRecord(String line) {
    return Stream.of(Kind.values()).anyMatch(kind -> line.startsWith(kind + " "));
  }

  /** Writes a file in the workshop's directory. */
  Path write(String name, String content) {
    try {
      return Files.writeString(directory.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

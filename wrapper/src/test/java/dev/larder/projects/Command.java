package dev.larder.projects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program to run in an environment that holds nothing of the tests' own but PATH and HOME.
 *
 * @param words program and arguments
 * @param directory where it runs
 * @param environment what it is given beside PATH, HOME and a locale
 */
public record Command(List<String> words, Path directory, Map<String, String> environment) {
  private static final long LIMIT_MINUTES = 10;

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** A command with nothing but the usual environment. */
  public static Command of(Path directory, String... words) {
    return new Command(List.of(words), directory, Map.of());
  }

  /** The same with these variables, too. */
  public Command with(Map<String, String> more) {
    var merged = new TreeMap<>(environment);
    merged.putAll(more);
    return new Command(words, directory, merged);
  }

  /** This command behind another one, such as a tracer. */
  public Command behind(List<String> prefix) {
    var all = new ArrayList<>(prefix);
    all.addAll(words);
    return new Command(all, directory, environment);
  }

  /**
   * Runs to the end.
   *
   * @return all that was printed
   * @throws AssertionError if the program failed or took too long
   */
  public String run() throws IOException, InterruptedException {
    return run(line -> {});
  }

  /** Runs to the end and shows each line as it is printed. */
  public String run(Consumer<String> listener) throws IOException, InterruptedException {
    Ended ended = runToTheEnd(listener);
    if (ended.status() != 0) {
      throw new AssertionError("status " + ended.status() + ": " + words + "\n" + ended.output());
    }
    return ended.output();
  }

  /** Runs to the end, and returns all that was printed, whatever the status. */
  public String output() throws IOException, InterruptedException {
    return runToTheEnd(line -> {}).output();
  }

  private record Ended(int status, String output) {}

  private Ended runToTheEnd(Consumer<String> listener) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
    Map<String, String> variables = builder.environment();
    variables.keySet().retainAll(List.of("PATH", "HOME"));
    variables.put("LC_ALL", "C");
    variables.putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    var output = new StringBuilder();
    try (var reader = process.inputReader(UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.append(line).append('\n');
        listener.accept(line);
      }
    }
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + LIMIT_MINUTES + " minutes: " + words);
    }
    return new Ended(process.exitValue(), output.toString());
  }
}

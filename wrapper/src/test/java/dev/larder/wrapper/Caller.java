package dev.larder.wrapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A process to be started with an environment of its own, which is all that it inherits. */
final class Caller {
  private final List<String> command;
  private final Map<String, String> environment;
  private Path directory;

  Caller(List<String> command, Path directory, Map<String, String> environment) {
    this.command = command;
    this.directory = directory;
    this.environment = new TreeMap<>(environment);
  }

  Caller with(String name, Object value) {
    environment.put(name, value.toString());
    return this;
  }

  Caller without(String name) {
    environment.remove(name);
    return this;
  }

  Caller in(Path where) {
    directory = where;
    return this;
  }

  Process start() throws IOException {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  Outcome run() throws IOException, InterruptedException {
    Process process = start();
    process.getOutputStream().close();
    return outcome(process);
  }

  static Outcome outcome(Process process) throws InterruptedException {
    var stderr = new CompletableFuture<String>();
    Thread.ofPlatform().daemon().start(() -> stderr.complete(all(process.getErrorStream())));
    String stdout = all(process.getInputStream());
    return new Outcome(process.waitFor(), stdout, stderr.join());
  }

  private static String all(InputStream in) {
    try {
      return new String(in.readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

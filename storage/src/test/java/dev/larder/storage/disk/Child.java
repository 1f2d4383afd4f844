package dev.larder.storage.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own, for what a test can not do to itself. */
final class Child implements AutoCloseable {
  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /** Runs a class's main method; standard error is the test's own. */
  static Child java(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /**
   * Runs a class's main method where it may mount: as root, or as root of a user namespace, and
   * after a shell command. The mounts end with it.
   */
  static Child javaAfter(String shellCommand, Class<?> main, String... arguments)
      throws IOException {
    boolean isRoot = "root".equals(System.getProperty("user.name"));
    List<String> before = new ArrayList<>(List.of("unshare", "--mount"));
    if (!isRoot) {
      before.addAll(List.of("--user", "--map-root-user"));
    }
    before.addAll(List.of("sh", "-c", "set -e; " + shellCommand + "; exec \"$@\"", "sh"));
    return start(before, main, arguments);
  }

  private static Child start(List<String> before, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new Child(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Waits until it has written so many bytes to standard output. Fails if it ends before. */
  void awaitOutput(int bytes) throws IOException {
    InputStream out = process.getInputStream();
    if (out.readNBytes(bytes).length < bytes) {
      throw new IOException("child ended early");
    }
  }

  /** Kills it with SIGKILL and waits for its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for its end. Returns its exit status and what it wrote. */
  String result() throws IOException, InterruptedException {
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() + " " + output;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

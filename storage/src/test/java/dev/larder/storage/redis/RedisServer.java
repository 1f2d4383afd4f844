package dev.larder.storage.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real server of the system's own program, with its files in a directory of the test's. */
public final class RedisServer implements AutoCloseable {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Path directory;
  private final List<String> command;
  private final int port;
  private Process process;

  private RedisServer(Path directory, int port, List<String> command, Process process) {
    this.directory = directory;
    this.port = port;
    this.command = command;
    this.process = process;
  }

  /** Starts one at a Unix socket and a port of its own, and waits until it serves. */
  public static RedisServer start(Path directory, String... options) {
    return start(directory, freePort(), options);
  }

  /** The same at a port. */
  public static RedisServer start(Path directory, int port, String... options) {
    try {
      Files.createDirectories(directory);
      List<String> command =
          new ArrayList<>(
              List.of(
                  "redis-server",
                  "--dir",
                  directory.toString(),
                  "--unixsocket",
                  directory.resolve("redis.sock").toString(),
                  "--port",
                  Integer.toString(port),
                  "--save",
                  "",
                  "--daemonize",
                  "no"));
      command.addAll(List.of(options));
      RedisServer server = new RedisServer(directory, port, command, launch(directory, command));
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("redis-server is needed (Debian: redis-server)", e);
    }
  }

  private static Process launch(Path directory, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  /** A port that nobody uses now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() throws IOException {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!Files.exists(socket())
        || !Files.readString(directory.resolve("log")).contains("eady to accept connections")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("no server: " + Files.readString(directory.resolve("log")));
      }
      Thread.onSpinWait();
    }
  }

  /** Its Unix socket. */
  public Path socket() {
    return directory.resolve("redis.sock");
  }

  /** Its port on this machine. */
  public int port() {
    return port;
  }

  /** Its process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Does what redis-cli is told, and returns what that prints. */
  public String cli(String... words) {
    List<String> all = new ArrayList<>(List.of("redis-cli", "-s", socket().toString()));
    all.addAll(List.of(words));
    try {
      Process cli = new ProcessBuilder(all).redirectErrorStream(true).start();
      cli.getOutputStream().close();
      return new String(
              cli.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends it a signal. */
  public void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("no server to send SIG" + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kills it, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it anew after it was killed, without what it kept. */
  public void startAgain() {
    try {
      Files.deleteIfExists(socket());
      Files.deleteIfExists(directory.resolve("log"));
      process = launch(directory, command);
      awaitReady();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}

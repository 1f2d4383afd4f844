package dev.larder.daemon;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/** Being the only daemon at a socket: a lock that the kernel lets go when the process ends. */
final class Single implements AutoCloseable {
  /* Less than a wrapper waits for the daemon that it starts. */
  private static final Duration PATIENCE = Duration.ofMillis(1500);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final FileChannel channel;
  private final Path socket;

  private Single(FileChannel channel, Path socket) {
    this.channel = channel;
    this.socket = socket;
  }

  /**
   * Takes the place, and removes the socket that a dead daemon left. Empty if another daemon lives
   * there. One that is about to end no longer listens, but needs a moment to leave.
   */
  static Optional<Single> at(Path socket) throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(lock(socket), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (channel.tryLock() == null) {
      if (System.nanoTime() > deadline) {
        channel.close();
        return Optional.empty();
      }
      Thread.sleep(PAUSE);
    }
    Files.deleteIfExists(socket);
    return Optional.of(new Single(channel, socket));
  }

  /** Whether a daemon of another process has this place; or it can not be told. */
  static boolean isTaken(Path socket) {
    try (FileChannel channel = FileChannel.open(lock(socket), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (NoSuchFileException none) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /* Wrappers look at it as well: is_alive of standing.c. */
  private static Path lock(Path socket) {
    return socket.resolveSibling(socket.getFileName() + ".live");
  }

  /** Removes the socket, then leaves the place. Another time, nothing. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try (channel) {
        Files.deleteIfExists(socket);
      }
    }
  }
}

package dev.larder.daemon;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Being the only daemon at a socket: a lock that the kernel lets go when the process ends. */
final class Single implements AutoCloseable {
  private final FileChannel channel;
  private final Path socket;

  private Single(FileChannel channel, Path socket) {
    this.channel = channel;
    this.socket = socket;
  }

  /**
   * Takes the place, and removes the socket that a dead daemon left. Empty if another daemon lives
   * there.
   */
  static Optional<Single> at(Path socket) throws IOException {
    Path file = socket.resolveSibling(socket.getFileName() + ".live");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    Files.deleteIfExists(socket);
    return Optional.of(new Single(channel, socket));
  }

  /** Removes the socket, then leaves the place. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(socket);
    }
  }
}

package dev.larder.storage.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Optional;

/**
 * The lock that one process at a time holds over a cache directory while it evicts or rewrites.
 * Readers and writers never take it. For use by one thread.
 */
/*
 * A POSIX lock belongs to the process and is lost when the process closes any descriptor of the
 * file; so the file stays open for as long as the store does. Two stores of one process that close
 * at an unlucky moment can therefore both evict: a little too much goes, nothing breaks.
 */
final class DirectoryLock implements AutoCloseable {
  private final Layout layout;
  private Optional<FileChannel> channel = Optional.empty();

  DirectoryLock(Layout layout) {
    this.layout = layout;
  }

  /** Work on the files, which may not go well. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /**
   * Works while holding the lock, unless another process, or another store of this one, has it.
   * Returns whether the work was done.
   */
  boolean tryWith(Work work) throws IOException {
    if (channel.isEmpty() || !Files.exists(layout.lock())) {
      close();
      channel =
          Optional.of(
              layout.openForWriting(
                  layout.lock(), EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE)));
    }
    Optional<FileLock> held;
    try {
      held = Optional.ofNullable(channel.get().tryLock());
    } catch (OverlappingFileLockException e) {
      return false;
    }
    if (held.isEmpty()) {
      return false;
    }
    try {
      work.run();
    } finally {
      held.get().release();
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
      channel = Optional.empty();
    }
  }
}

package dev.larder.daemon.standing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The answers of daemons that were killed. Wrappers know that they are nobody's. */
final class Leftovers {
  private static final String ANSWERS = ".answers";

  private Leftovers() {}

  /** Removes those of all other daemons of a runtime directory that do not live any more. */
  static void removeBeside(Path own) throws IOException {
    delete(gone(own));
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(own.resolveSibling(""), "*" + ANSWERS + "*")) {
      for (Path each : all) {
        String name = each.getFileName().toString();
        Path socket = each.resolveSibling(name.substring(0, name.indexOf(ANSWERS)) + ".sock");
        if (!each.equals(own) && !lives(socket)) {
          delete(each);
        }
      }
    }
  }

  /** Where the answers are once no wrapper is to find them. */
  static Path gone(Path directory) {
    return directory.resolveSibling(directory.getFileName() + ".gone");
  }

  /* A daemon holds a lock beside its socket. */
  private static boolean lives(Path socket) throws IOException {
    Path live = socket.resolveSibling(socket.getFileName() + ".live");
    try (FileChannel channel = FileChannel.open(live, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (NoSuchFileException none) {
      return false;
    }
  }

  /** Removes a directory of files; does nothing if there is none. */
  static void delete(Path directory) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path each : all) {
        Files.deleteIfExists(each);
      }
      Files.deleteIfExists(directory);
    } catch (NoSuchFileException none) {
      return;
    }
  }
}

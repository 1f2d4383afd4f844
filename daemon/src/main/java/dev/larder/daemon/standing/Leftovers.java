package dev.larder.daemon.standing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** The answers of daemons that were killed. Wrappers know that they are nobody's. */
final class Leftovers {
  private static final String SOCKET = ".sock";

  private static final String ANSWERS = ".answers";

  private Leftovers() {}

  /** The directory of answers that belongs to a socket: runtime.c has the same name. */
  static Path answers(Path socket) {
    String name = socket.getFileName().toString();
    String base = name.endsWith(SOCKET) ? name.substring(0, name.length() - SOCKET.length()) : name;
    return socket.toAbsolutePath().resolveSibling(base + ANSWERS);
  }

  /**
   * Removes those of this socket, and of all others of its runtime directory.
   *
   * @param lives whether a daemon serves at another socket
   */
  static void remove(Path socket, Predicate<Path> lives) throws IOException {
    Path own = answers(socket);
    delete(own);
    delete(gone(own));
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(own.resolveSibling(""), "*" + ANSWERS + "*")) {
      for (Path each : all) {
        String name = each.getFileName().toString();
        if (!lives.test(each.resolveSibling(name.substring(0, name.indexOf(ANSWERS)) + SOCKET))) {
          delete(each);
        }
      }
    }
  }

  /** Where the answers are once no wrapper is to find them. */
  static Path gone(Path directory) {
    return directory.resolveSibling(directory.getFileName() + ".gone");
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

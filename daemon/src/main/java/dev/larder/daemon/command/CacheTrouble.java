package dev.larder.daemon.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;

/** What keeps a command from using a cache directory, in words that name the way out. */
final class CacheTrouble {
  private CacheTrouble() {}

  /**
   * Looks whether a cache directory is one, as far as it is there: reading from one that is not
   * would look like reading from an empty one.
   *
   * @throws NotDirectoryException if it, or what it would have to lie in, is something else
   */
  static void check(Path directory) throws NotDirectoryException {
    Path there = directory;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (Files.exists(there) && !Files.isDirectory(there)) {
      throw new NotDirectoryException(there.toString());
    }
  }

  /** The trouble that came up when a command used this cache directory. */
  static String describe(Path directory, IOException trouble) {
    return "cache directory " + directory + ": " + what(directory, trouble);
  }

  private static String what(Path directory, IOException trouble) {
    return trouble instanceof FileSystemException known
        ? named(directory, known) + reason(known) + ". Mend that, or set LARDER_DIR to another."
        : String.valueOf(trouble.getMessage());
  }

  private static String reason(FileSystemException trouble) {
    return switch (trouble) {
      case NotDirectoryException e -> "not a directory";
      case FileAlreadyExistsException e -> "not a directory";
      case AccessDeniedException e -> "permission denied";
      case NoSuchFileException e -> "can not be made";
      default -> Objects.requireNonNullElse(trouble.getReason(), "can not be used");
    };
  }

  /** The file that it is about, unless that is the directory itself. */
  private static String named(Path directory, FileSystemException trouble) {
    String file = Objects.requireNonNullElse(trouble.getFile(), directory.toString());
    return file.equals(directory.toString()) ? "" : file + ": ";
  }
}

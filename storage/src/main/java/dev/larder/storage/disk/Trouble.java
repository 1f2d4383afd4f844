package dev.larder.storage.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Trouble with a file, in words that name it. */
final class Trouble {
  private Trouble() {}

  static String with(Path file, IOException trouble) {
    String what =
        trouble instanceof FileSystemException known && known.getReason() != null
            ? known.getReason()
            : trouble instanceof FileSystemException
                ? trouble.getClass().getSimpleName().replace("Exception", "")
                : String.valueOf(trouble.getMessage());
    return what.contains(file.toString()) ? what : file + ": " + what;
  }
}

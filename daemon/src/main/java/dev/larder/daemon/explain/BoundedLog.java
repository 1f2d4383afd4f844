package dev.larder.daemon.explain;

import dev.larder.storage.PrivateFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lines in a file, to which several processes may append. When the file has reached its limit it is
 * renamed to end in {@code .old}, in place of the one before it.
 *
 * <p>Two processes that do that at the same moment may drop one file too many: recent lines are
 * lost, which an explanation can live with.
 */
final class BoundedLog {
  private final Path file;
  private final Path old;
  private final long limit;

  BoundedLog(Path file, long limit) {
    this.file = file;
    this.old = file.resolveSibling(file.getFileName() + ".old");
    this.limit = limit;
  }

  /** Appends lines that end in a newline each, by one write. */
  void append(String lines) throws IOException {
    if (lines.isEmpty()) {
      return;
    }
    PrivateFiles.createDirectoriesAbove(file);
    if (Files.exists(file) && Files.size(file) >= limit) {
      Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PrivateFiles.FILE)) {
      // The newline in front ends a line that a killed writer may have left torn.
      ByteBuffer bytes = StandardCharsets.UTF_8.encode("\n" + lines);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /** Hands on all lines that are kept, oldest first; some may be empty or torn. */
  void forEach(Consumer<String> reader) throws IOException {
    for (Path part : List.of(old, file)) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(Files.newInputStream(part), StandardCharsets.UTF_8))) {
        lines.lines().forEach(reader);
      } catch (NoSuchFileException notYet) {
        // Nothing was written, or nothing renamed.
      } catch (UncheckedIOException e) {
        throw new IOException(part + " can not be read", e);
      }
    }
  }
}

package dev.larder.daemon.compiler.rustc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts {@code @file} arguments in place: one argument a line, nothing quoted, nothing nested. */
final class ArgumentFiles {
  private static final long MAX_BYTES = 16 << 20;

  private ArgumentFiles() {}

  /**
   * The words, all files in place.
   *
   * @throws NotCacheable if a file can not be read or understood
   */
  static List<String> expand(String cwd, List<String> words) throws NotCacheable {
    List<String> expanded = new ArrayList<>();
    for (String word : words) {
      if (word.startsWith("@")) {
        expanded.addAll(read(cwd, word.substring(1)));
      } else {
        expanded.add(word);
      }
    }
    return expanded;
  }

  private static List<String> read(String cwd, String name) throws NotCacheable {
    try {
      Path file = Path.of(cwd).resolve(name);
      if (name.isEmpty()
          || name.startsWith("shell:")
          || !Files.isRegularFile(file)
          || Files.size(file) > MAX_BYTES) {
        throw new NotCacheable("@");
      }
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException | InvalidPathException unreadable) {
      throw new NotCacheable("@");
    }
  }
}

package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.observation.SpelledPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the compiler's own list of what it read against what was observed. A file that it names and
 * the observer missed means that the observation can not be trusted.
 */
final class CrossCheck {
  private CrossCheck() {}

  /** The first file that is named but was not observed. */
  static Optional<String> missed(List<String> named, InputSet inputs, Path cwd) {
    Set<String> keys = new HashSet<>();
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.Content content) {
        keys.add(key(content.path(), cwd));
      }
    }
    keys.add(Action.NOTHING);
    List<String> doubtful = named.stream().filter(path -> !keys.contains(key(path, cwd))).toList();
    if (doubtful.isEmpty()) {
      return Optional.empty();
    }
    // A compiler may shorten a path before it prints it: the file itself decides.
    Set<Object> observed = new HashSet<>();
    keys.forEach(path -> identity(Path.of(path)).ifPresent(observed::add));
    return doubtful.stream()
        .filter(path -> !identity(cwd.resolve(path)).map(observed::contains).orElse(false))
        .findFirst();
  }

  private static String key(String path, Path cwd) {
    return new SpelledPath(cwd.toString(), path).key();
  }

  private static Optional<Object> identity(Path path) {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

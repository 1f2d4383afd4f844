package dev.larder.daemon.compiler.gcc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Options that begin with {@code -f} and are known not to let the working directory or the output's
 * name into any output.
 */
final class IdleOptions {
  private static final String RESOURCE = "idle-options.txt";
  private static final Set<String> NAMES = read();

  private IdleOptions() {}

  /** Whether a word is such an option, its negation, or begins with one that takes a value. */
  static boolean contains(String word) {
    String positive = word.startsWith("-fno-") ? "-f" + word.substring("-fno-".length()) : word;
    return NAMES.contains(positive) || beginsLikeOne(word) || beginsLikeOne(positive);
  }

  private static boolean beginsLikeOne(String word) {
    for (int i = 2; i < word.length(); i++) {
      char c = word.charAt(i);
      if ((c == '=' || c == '-') && NAMES.contains(word.substring(0, i + 1))) {
        return true;
      }
    }
    return false;
  }

  /** All names, for tests. */
  static Set<String> names() {
    return NAMES;
  }

  private static Set<String> read() {
    try (InputStream stream = IdleOptions.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("resource is missing: " + RESOURCE);
      }
      return new String(stream.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("resource can not be read: " + RESOURCE, e);
    }
  }
}

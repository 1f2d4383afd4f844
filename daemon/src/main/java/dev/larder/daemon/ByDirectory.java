package dev.larder.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One of a kind for each cache directory, made when it is first asked for. Safe for many threads.
 */
final class ByDirectory<T> {
  /** What is done to each at the daemon's end. */
  interface Ending<T> {
    /** Saves what is to be saved. */
    void end(T one) throws IOException;
  }

  private final ConcurrentHashMap<Path, T> all = new ConcurrentHashMap<>();
  private final Function<Path, T> maker;
  private final Ending<T> ending;

  ByDirectory(Function<Path, T> maker, Ending<T> ending) {
    this.maker = maker;
    this.ending = ending;
  }

  T of(Path directory) {
    T known = all.get(directory);
    return known != null ? known : all.computeIfAbsent(directory, maker);
  }

  /**
   * Ends all.
   *
   * @throws IOException after all were tried, if one could not be saved
   */
  void end() throws IOException {
    IOException trouble = null;
    for (T one : all.values()) {
      try {
        ending.end(one);
      } catch (IOException e) {
        if (trouble == null) {
          trouble = e;
        } else {
          trouble.addSuppressed(e);
        }
      }
    }
    if (trouble != null) {
      throw trouble;
    }
  }
}

package dev.larder.daemon.engine;

import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.observation.Event;
import dev.larder.daemon.inputs.observation.SpelledPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The events of a run that reads a file, or a directory with all that is in it. That nothing of it
 * has changed since the run began is for the judge to see.
 */
final class ReadWhole {
  /* Deeper than this a directory may lead back into itself by a link. */
  private static final int DEEPEST = 40;

  private static final int MOST = 100_000;

  private final Path cwd;
  private final List<Event> events;
  private final Predicate<Path> isApart;

  /**
   * Adds to these events, for a run in this directory.
   *
   * @param isApart what is no part of the directory that it lies in
   */
  ReadWhole(Path cwd, List<Event> events, Predicate<Path> isApart) {
    this.cwd = cwd;
    this.events = events;
    this.isApart = isApart;
  }

  /** Reads what a path leads to, if there is anything. */
  void read(String file) throws IOException {
    read(file, 0);
  }

  private void read(String file, int depth) throws IOException {
    Path path = cwd.resolve(file);
    SpelledPath spelled = new SpelledPath(file.startsWith("/") ? "" : cwd.toString(), file);
    if (depth > DEEPEST || events.size() > MOST) {
      events.add(new Event.Odd(0, "too much lies in " + file));
    } else if (Files.isDirectory(path)) {
      events.add(new Event.Listed(0, spelled, 0));
      try (Stream<Path> names = Files.list(path)) {
        for (Path name : names.sorted().toList()) {
          if (!isApart.test(name)) {
            read(file + "/" + name.getFileName(), depth + 1);
          }
        }
      }
    } else {
      events.add(new Event.Open(0, spelled, Files.exists(path) ? 0 : Errno.ENOENT, 0));
    }
  }
}

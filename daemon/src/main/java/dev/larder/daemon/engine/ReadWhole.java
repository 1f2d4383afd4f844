package dev.larder.daemon.engine;

import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.observation.Event;
import dev.larder.daemon.inputs.observation.SpelledPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The events of a run that reads a file, or a directory with all that is in it. That nothing of it
 * has changed since the run began is for the judge to see.
 */
final class ReadWhole {
  /* As many as an input set holds, and no more bytes than may be read again each time. */
  private static final int MOST = InputSet.MOST;
  private static final long MOST_BYTES = 1L << 30;

  private final Path cwd;
  private final List<Event> events;
  private final Predicate<Path> isApart;
  private final Set<Object> directories = new HashSet<>();
  private int names;
  private long bytes;
  private boolean full;

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
    try {
      read(file, cwd.resolve(file));
    } catch (InvalidPathException e) {
      events.add(new Event.Odd(0, "no file can be called " + file.replace('\0', '?')));
    }
  }

  private void read(String file, Path path) throws IOException {
    if (full) {
      return;
    }
    SpelledPath spelled = new SpelledPath(file.startsWith("/") ? "" : cwd.toString(), file);
    Optional<BasicFileAttributes> found = attributes(path);
    if (isTooMuch(found)) {
      full = true;
      events.add(new Event.Odd(0, "too much is declared as an input, up to " + file));
    } else if (found.isEmpty()) {
      events.add(new Event.Open(0, spelled, whyNot(path), 0));
    } else if (found.get().isDirectory()) {
      events.add(new Event.Listed(0, spelled, 0));
      // Once only: a link may lead back to a directory above.
      if (directories.add(Objects.requireNonNullElse(found.get().fileKey(), path))) {
        readAll(file, path);
      }
    } else {
      events.add(new Event.Open(0, spelled, 0, 0));
    }
  }

  private void readAll(String directory, Path path) throws IOException {
    List<Path> all;
    try (Stream<Path> listed = Files.list(path)) {
      all = listed.sorted().toList();
    }
    for (Path each : all) {
      if (!isApart.test(each)) {
        read(directory + "/" + each.getFileName(), each);
      }
    }
  }

  private boolean isTooMuch(Optional<BasicFileAttributes> found) {
    names++;
    bytes +=
        found.filter(BasicFileAttributes::isRegularFile).map(BasicFileAttributes::size).orElse(0L);
    return names > MOST || bytes > MOST_BYTES;
  }

  private static Optional<BasicFileAttributes> attributes(Path path) {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  /* As the kernel says it of a name below a file. */
  private static int whyNot(Path path) {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (Files.exists(above)) {
        return Files.isDirectory(above) ? Errno.ENOENT : Errno.ENOTDIR;
      }
    }
    return Errno.ENOENT;
  }
}

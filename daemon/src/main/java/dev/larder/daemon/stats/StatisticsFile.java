package dev.larder.daemon.stats;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * The numbers of a cache directory, in its file {@code stats}.
 *
 * <p>Each daemon that uses the directory adds what it counted since it last did so. It does that
 * under a file lock and by a rename, so readers need no lock, and nobody's numbers are lost; a
 * daemon that is killed loses what it had not added yet. What is damaged counts as absent.
 */
final class StatisticsFile {
  /*
   * One line for the format, then one for each number: its label, the number, and in a tally the
   * row's name. Lines that are not understood are those of another version; they are left out.
   */
  private static final String FORMAT = "larder statistics 1";
  private static final long MAX_LENGTH = 1 << 20;
  private static final int LOCK_ATTEMPTS = 40;
  private static final long LOCK_PAUSE_NANOS = 25_000_000;

  private final Path directory;
  private final Path file;

  StatisticsFile(Path directory) {
    this.directory = directory;
    this.file = directory.resolve("stats");
  }

  Counts read() throws IOException {
    try {
      if (Files.size(file) > MAX_LENGTH) {
        return Counts.NONE;
      }
      return parse(Files.readAllLines(file));
    } catch (NoSuchFileException nothingYet) {
      return Counts.NONE;
    } catch (CharacterCodingException damaged) {
      return Counts.NONE;
    }
  }

  /**
   * Replaces the numbers by what a function makes of them.
   *
   * @throws IOException if the file can not be written, or another process holds the lock for long
   */
  void update(UnaryOperator<Counts> change) throws IOException {
    Files.createDirectories(directory);
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve("stats.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = lock(channel)) {
      write(change.apply(read()));
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException heldInThisProcess) {
        // Like a lock that another process holds.
      }
      LockSupport.parkNanos(LOCK_PAUSE_NANOS);
    }
    throw new IOException("another process holds the lock of " + file);
  }

  private void write(Counts counts) throws IOException {
    // One name for all: the lock keeps it to one writer, and what a killed one left is used again.
    Path temporary = directory.resolve("stats.tmp");
    Files.writeString(temporary, format(counts));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String format(Counts counts) {
    StringBuilder text = new StringBuilder(FORMAT).append('\n');
    counts
        .counters()
        .forEach(
            (counter, number) ->
                text.append(counter.label()).append(' ').append(number).append('\n'));
    counts
        .tallies()
        .forEach(
            (tally, row) ->
                row.forEach(
                    (name, number) ->
                        text.append(tally.label())
                            .append(' ')
                            .append(number)
                            .append(' ')
                            .append(name.replaceAll("\\R", " "))
                            .append('\n')));
    return text.toString();
  }

  private static Counts parse(List<String> lines) {
    if (lines.isEmpty() || !lines.getFirst().equals(FORMAT)) {
      return Counts.NONE;
    }
    Map<String, Counter> counters = new HashMap<>();
    for (Counter counter : Counter.values()) {
      counters.put(counter.label(), counter);
    }
    Map<String, Tally> tallies = new HashMap<>();
    for (Tally tally : Tally.values()) {
      tallies.put(tally.label(), tally);
    }
    EnumMap<Counter, Long> numbers = new EnumMap<>(Counter.class);
    EnumMap<Tally, SortedMap<String, Long>> rows = new EnumMap<>(Tally.class);
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(" ", 3);
      if (fields.length < 2 || !fields[1].matches("\\d{1,18}")) {
        continue;
      }
      long number = Long.parseLong(fields[1]);
      Counter counter = counters.get(fields[0]);
      Tally tally = tallies.get(fields[0]);
      if (counter != null) {
        numbers.put(counter, number);
      } else if (tally != null && fields.length == 3) {
        rows.computeIfAbsent(tally, absent -> new TreeMap<>()).put(fields[2], number);
      }
    }
    return new Counts(numbers, rows);
  }
}

package dev.larder.daemon.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  private static final Executor NEVER = task -> {};
  private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

  @TempDir private Path temporary;
  private Path directory;
  private Journal journal;

  @BeforeEach
  void create() {
    directory = temporary.resolve("cache");
    journal = new Journal(directory, NEVER);
  }

  private static JournalEntry entry(int second, JournalEntry.Kind kind, String reason) {
    return new JournalEntry(
        START,
        START.plusSeconds(second),
        "/work",
        "C/C++",
        "a.c",
        "a.o",
        kind,
        reason,
        kind == JournalEntry.Kind.MISS
            ? List.of(
                Part.of("compiler", "gcc"),
                Part.of("argument", "-O2"),
                Part.of("argument", ""),
                Part.of("variable CPATH", "secret"))
            : List.of());
  }

  @Test
  void entries_recorded_areReadBackInTheirOrder() throws IOException {
    List<JournalEntry> entries =
        List.of(
            entry(1, JournalEntry.Kind.MISS, ""),
            entry(2, JournalEntry.Kind.HIT, ""),
            entry(3, JournalEntry.Kind.NOT_STORED, "odd \t\n\r \\t \\ é 名"),
            entry(4, JournalEntry.Kind.HIT, ""),
            entry(5, JournalEntry.Kind.BYPASS, "-E"));
    entries.forEach(journal::record);

    assertThat(journal.entries()).isEqualTo(entries);
    assertThat(new Journal(directory, NEVER).entries()).isEqualTo(entries);
  }

  @Test
  void record_many_areWrittenByOneTask() throws IOException {
    List<Runnable> tasks = new ArrayList<>();
    Journal slow = new Journal(directory, tasks::add);
    slow.record(entry(1, JournalEntry.Kind.MISS, ""));
    slow.record(entry(2, JournalEntry.Kind.HIT, ""));
    assertThat(tasks).hasSize(1);
    assertThat(directory).doesNotExist();

    tasks.forEach(Runnable::run);
    assertThat(new Journal(directory, NEVER).entries()).hasSize(2);
  }

  @Test
  void entries_severalDaemons_areAllThere() throws IOException {
    Journal other = new Journal(directory, NEVER);
    for (int second = 0; second < 6; second += 2) {
      journal.record(entry(second, JournalEntry.Kind.MISS, "one"));
      other.record(entry(second + 1, JournalEntry.Kind.MISS, "other"));
      journal.flush();
      other.flush();
    }

    assertThat(journal.entries())
        .extracting(JournalEntry::reason)
        .containsExactly("one", "other", "one", "other", "one", "other");
  }

  @Test
  void files_areForTheOwnerOnlyAndHoldNoSecret() throws IOException {
    journal.record(entry(1, JournalEntry.Kind.MISS, ""));
    journal.flush();
    Path explain = directory.resolve("explain");
    Path file = explain.resolve("misses");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(explain)))
        .isEqualTo("rwx------");
    assertThat(Files.readString(file)).contains("-O2").doesNotContain("secret");
  }

  @Test
  void entries_damagedFile_areThoseThatAreSound() throws IOException {
    journal.record(entry(1, JournalEntry.Kind.MISS, "first"));
    journal.flush();
    Path file = directory.resolve("explain/misses");
    Files.write(
        file,
        new byte[] {'1', '\t', (byte) 0xff, 0, '\t', '\n', '2', '\n', '1', '\t', 'x', '\t', 'H'},
        StandardOpenOption.APPEND);
    journal.record(entry(2, JournalEntry.Kind.MISS, "second"));

    assertThat(journal.entries())
        .extracting(JournalEntry::reason)
        .containsExactly("first", "second");
  }

  @Test
  void record_withoutEnd_staysBounded() throws IOException {
    Journal small = new Journal(directory, NEVER, 1000, 4000);
    for (int second = 0; second < 500; second++) {
      small.record(entry(second, JournalEntry.Kind.MISS, "m" + second));
      small.record(entry(second, JournalEntry.Kind.HIT, ""));
      small.flush();
    }

    for (String name : List.of("hits", "hits.old", "misses", "misses.old")) {
      assertThat(Files.size(directory.resolve("explain").resolve(name)))
          .as(name)
          .isLessThan(name.startsWith("hits") ? 1200 : 4200);
    }
    assertThat(small.entries().getLast().time()).isEqualTo(START.plusSeconds(499));
    assertThat(small.entries()).hasSizeGreaterThan(20);
  }

  @Test
  void record_hugeArguments_keepsTheRest() throws IOException {
    journal.record(
        new JournalEntry(
            START,
            START,
            "/work",
            "C/C++",
            "a.c",
            "a.o",
            JournalEntry.Kind.MISS,
            "file b.h changed",
            List.of(Part.of("argument", "x".repeat(1 << 20)))));

    assertThat(journal.entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.reason()).isEqualTo("file b.h changed");
              assertThat(entry.parts()).isEmpty();
            });
  }
}

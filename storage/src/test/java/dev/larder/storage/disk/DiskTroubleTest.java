package dev.larder.storage.disk;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, a directory that can not be written to, or is gone. */
final class DiskTroubleTest {
  @TempDir private Path directory;

  private DiskStore open(Path room) {
    return new DiskStore(DiskSettings.of(room, 1 << 30), Clock.systemUTC());
  }

  private static void play(String shellCommand, String scene, Path room) throws Exception {
    try (Child child = Child.javaAfter(shellCommand, Scenes.class, scene, room.toString())) {
      assertThat(child.result()).isEqualTo("0 done");
    }
  }

  @Test
  void fullDisk_failsKeepsTheRestAndRecovers() throws Exception {
    play("mount -t tmpfs -o size=1200k tmpfs '" + directory + "'", "full disk", directory);
  }

  @Test
  void readOnlyDirectory_isReadAndNotWritten() throws Exception {
    play(":", "fill", directory);
    play(
        "mount --bind '%1$s' '%1$s'; mount -o remount,ro,bind '%1$s'".formatted(directory),
        "read-only",
        directory);
  }

  @Test
  void vanishedDirectory_isMadeAnewForItsOwnerOnly() throws Exception {
    Path room = directory.resolve("not").resolve("there yet");
    try (DiskStore store = open(room)) {
      for (int round = 0; round < 3; round++) {
        assertThat(store.get(key("a"))).isEqualTo(new Lookup.Miss<Entry>());
        assertThat(store.list(key("set"))).isEqualTo(new Lookup.Miss<Iterable<SetRecord>>());
        store.settle();
        assertThat(room).doesNotExist();
        assertThat(store.put(key("a"), entry(1, 50_000))).isEqualTo(new Outcome.Stored());
        assertThat(store.add(key("set"), key("one"), record("one").content()))
            .isEqualTo(new Outcome.Stored());
        assertThat(store.get(key("a"))).isInstanceOf(Lookup.Hit.class);
        assertThat(store.list(key("set"))).isInstanceOf(Lookup.Hit.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(room)))
            .isEqualTo("rwx------");
        assertThat(room.resolve("CACHEDIR.TAG")).exists();
        try (var all = Files.walk(room)) {
          for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    }
  }

  @Test
  void fileInTheWay_failsAndNamesIt() throws Exception {
    Path room = Files.writeString(directory.resolve("room"), "not a directory");
    try (DiskStore store = open(room)) {
      assertThat(store.put(key("a"), entry(1, 5)))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.reason()).contains(room.toString()));
      assertThat(store.get(key("a"))).isEqualTo(new Lookup.Miss<Entry>());
      assertThat(store.list(key("a")))
          .isInstanceOfSatisfying(
              Lookup.Unavailable.class,
              trouble -> assertThat(trouble.reason()).contains(room.toString()));
      store.settle();
      store.describe();
    }
    assertThat(room).hasContent("not a directory");
  }
}

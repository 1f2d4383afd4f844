package dev.larder.storage.disk;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.inFiles;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static dev.larder.storage.Samples.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.format.PackedEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** What is played in a process of its own, on a file system of its own. */
final class Scenes {
  private Scenes() {}

  /**
   * @param args the scene, and the cache directory
   */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[1]);
    try (DiskStore store = new DiskStore(DiskSettings.of(directory, 1 << 30), Clock.systemUTC())) {
      switch (args[0]) {
        case "fill" -> fill(store);
        case "full disk" -> fullDisk(store, directory);
        case "read-only" -> readOnly(store, directory);
        default -> throw new IllegalArgumentException(args[0]);
      }
    }
    System.out.println("done");
  }

  private static void fill(DiskStore store) {
    assertThat(store.put(key("a"), entry(1, 100_000, 7))).isEqualTo(new Outcome.Stored());
    assertThat(store.add(key("set"), key("one"), record("one").content()))
        .isEqualTo(new Outcome.Stored());
  }

  private static void fullDisk(DiskStore store, Path directory) throws IOException {
    Entry entry = entry(1, 60_000, 7);
    Path sources = Files.createTempDirectory("sources");
    Entry inFiles = inFiles(entry, sources);
    List<String> kept = new ArrayList<>();
    Outcome outcome = new Outcome.Stored();
    for (int i = 0; outcome instanceof Outcome.Stored && i < 1_000; i++) {
      outcome = store.put(key("v" + i), i % 2 == 0 ? entry : inFiles);
      if (outcome instanceof Outcome.Stored) {
        kept.add("v" + i);
      }
    }
    assertNamesThePlace(outcome, directory);
    // From memory and by the kernel's copy alike.
    assertNamesThePlace(store.put(key("w1"), entry), directory);
    assertNamesThePlace(store.put(key("w2"), inFiles), directory);
    assertDoesNotLand(store, entry(3, 2_000_000, 5));
    assertThat(kept).hasSizeGreaterThan(10);
    assertRight(store, kept, entry);
    try (var files = Files.walk(directory.resolve("values"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(2 * kept.size());
    }
    fillWithRecords(store, directory);
    assertRight(store, kept, entry);
    store.remove(key("v0"));
    assertThat(store.put(key("v0"), entry)).isEqualTo(new Outcome.Stored());
    assertRight(store, kept, entry);
    for (Entry.Section section : inFiles.sections()) {
      Files.delete(((Content.Stretch) section.content()).file());
    }
    Files.delete(sources);
  }

  private static void assertDoesNotLand(DiskStore store, Entry entry) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    PackedEntry.write(entry, packed);
    ByteBuffer bytes = ByteBuffer.wrap(packed.toByteArray());
    assertThat(store.landing().land(key("arriving"), bytes, 1 << 30)).isEmpty();
    assertThat(store.get(key("arriving"))).isEqualTo(new Lookup.Miss<Entry>());
  }

  private static void fillWithRecords(DiskStore store, Path directory) {
    List<String> added = new ArrayList<>();
    Outcome outcome = new Outcome.Stored();
    for (int i = 0; outcome instanceof Outcome.Stored && i < 60; i++) {
      String text = i + "x".repeat(5_000);
      outcome = store.add(key("set"), key("r" + i), record(text).content());
      if (outcome instanceof Outcome.Stored) {
        added.addFirst(text);
      }
    }
    assertNamesThePlace(outcome, directory);
    if (!added.isEmpty()) {
      assertThat(texts(((Lookup.Hit<Iterable<SetRecord>>) store.list(key("set"))).value()))
          .isEqualTo(added);
    }
  }

  private static void readOnly(DiskStore store, Path directory) {
    for (int round = 0; round < 2; round++) {
      assertRight(store, List.of("a"), entry(1, 100_000, 7));
      assertThat(texts(((Lookup.Hit<Iterable<SetRecord>>) store.list(key("set"))).value()))
          .containsExactly("one");
      assertNamesThePlace(store.put(key("b"), entry(1, 5)), directory);
      assertNamesThePlace(store.add(key("set"), key("two"), new byte[5]), directory);
      store.remove(key("a"));
      store.settle();
    }
    assertThat(store.get(key("b"))).isEqualTo(new Lookup.Miss<Entry>());
  }

  private static void assertRight(DiskStore store, List<String> names, Entry entry) {
    for (String name : names) {
      assertThat(facts(((Lookup.Hit<Entry>) store.get(key(name))).value())).isEqualTo(facts(entry));
    }
  }

  private static void assertNamesThePlace(Outcome outcome, Path directory) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.reason()).contains(directory.toString()));
  }
}

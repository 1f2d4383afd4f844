package dev.larder.storage.disk;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static dev.larder.storage.Samples.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the files: no wrong byte is handed out, and the damage is told. */
final class DiskDamageTest {
  private static final Entry ENTRY = entry(1, 3, 700, 40_000, 0, 5_000, 16_384);

  @TempDir private Path directory;
  private DiskStore store;
  private Layout layout;

  @BeforeEach
  void open() {
    store = new DiskStore(DiskSettings.of(directory, 64 << 20), Clock.systemUTC());
    layout = new Layout(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Path stored(CacheKey key) {
    assertThat(store.put(key, ENTRY)).isEqualTo(new Outcome.Stored());
    assertThat(store.get(key)).isInstanceOf(Lookup.Hit.class);
    return layout.value(key);
  }

  private List<Path> namesBeside(Path file) throws IOException {
    try (var names = Files.list(file.resolveSibling(""))) {
      return names.toList();
    }
  }

  private void assertFoundDamagedAndDropped(CacheKey key) throws IOException {
    assertThat(store.get(key)).isInstanceOf(Lookup.Corrupted.class);
    assertThat(namesBeside(layout.value(key))).isEmpty();
    assertThat(store.get(key)).isEqualTo(new Lookup.Miss<Entry>());
    assertThat(store.put(key, ENTRY)).isEqualTo(new Outcome.Stored());
    assertThat(facts(((Lookup.Hit<Entry>) store.get(key)).value())).isEqualTo(facts(ENTRY));
  }

  @Test
  void get_bitFlippedAnywhere_isRightOrFoundDamaged() throws Exception {
    Path file = stored(key("a"));
    byte[] whole = Files.readAllBytes(file);
    int damaged = 0;
    int sample = 0;
    for (int at : sample(whole.length)) {
      byte[] bytes = whole.clone();
      bytes[at] ^= (byte) (1 << sample++ % 8);
      Files.write(file, bytes);
      switch (store.get(key("a"))) {
        case Lookup.Hit<Entry> hit -> {
          // In the padding between sections.
          assertThat(facts(hit.value())).isEqualTo(facts(ENTRY));
        }
        case Lookup.Corrupted<Entry> corrupted -> {
          damaged++;
          assertThat(corrupted.reason()).contains(file.toString());
          file = stored(key("a"));
          whole = Files.readAllBytes(file);
        }
        case Lookup.Miss<Entry> miss -> throw new AssertionError("miss at " + at);
        case Lookup.Unavailable<Entry> trouble -> throw new AssertionError(trouble);
      }
    }
    // Only padding may be flipped unnoticed: it is less than three pages.
    assertThat(damaged).isGreaterThan(sample * 3 / 4);
  }

  private static Set<Integer> sample(int length) {
    Set<Integer> places = new TreeSet<>();
    for (int at = 0; at < 320; at++) {
      places.add(at);
    }
    new Random(2).ints(300, 0, length).forEach(places::add);
    places.add(length - 1);
    return places;
  }

  @Test
  void get_cutOffAnywhere_isFoundDamaged() throws Exception {
    for (int length : sample(Files.readAllBytes(stored(key("a"))).length)) {
      Path file = stored(key("a"));
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, length));
      if (length < whole.length) {
        assertFoundDamagedAndDropped(key("a"));
      }
    }
    Path file = stored(key("a"));
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 70_000));
    assertFoundDamagedAndDropped(key("a"));
  }

  @Test
  void get_anotherKeysFile_isFoundDamaged() throws Exception {
    byte[] other = Files.readAllBytes(stored(key("b")));
    Files.write(stored(key("a")), other);
    assertFoundDamagedAndDropped(key("a"));
  }

  @Test
  void get_directoryOrLinkInItsPlace_isFoundDamaged() throws Exception {
    Path file = stored(key("a"));
    Path copy = Files.copy(file, directory.resolve("copy"));
    store.remove(key("a"));
    Files.createDirectory(file);
    assertFoundDamagedAndDropped(key("a"));
    store.remove(key("a"));
    Files.createSymbolicLink(file, copy);
    assertFoundDamagedAndDropped(key("a"));
  }

  @Test
  void put_fullDirectoryInItsPlace_failsAndNamesIt() throws Exception {
    Path file = layout.value(key("a"));
    Files.createDirectories(file.resolve("something"));
    assertThat(store.put(key("a"), ENTRY))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.reason()).contains(file.toString()));
    assertThat(store.get(key("a"))).isInstanceOf(Lookup.Corrupted.class);
  }

  @Test
  void get_newerVersion_isAMissAndLeftAlone() throws Exception {
    Path file = stored(key("a"));
    byte[] newer = Files.readAllBytes(file);
    ByteBuffer.wrap(newer).putShort(8, (short) 2).putShort(10, (short) ~2);
    Files.write(file, newer);
    assertThat(store.get(key("a"))).isEqualTo(new Lookup.Miss<Entry>());
    assertThat(store.put(key("a"), ENTRY)).isInstanceOf(Outcome.Declined.class);
    assertThat(Files.readAllBytes(file)).isEqualTo(newer);
  }

  @Test
  void get_copiedWithoutHardLinks_isRight() throws Exception {
    Path file = stored(key("a"));
    for (Path name : namesBeside(file)) {
      Path copy = directory.resolve("copy");
      Files.copy(name, copy);
      Files.move(copy, name, StandardCopyOption.REPLACE_EXISTING);
    }
    for (int round = 0; round < 2; round++) {
      assertThat(facts(((Lookup.Hit<Entry>) store.get(key("a"))).value())).isEqualTo(facts(ENTRY));
    }
    assertThat(FileIdentity.of(file).links()).isEqualTo(2);
    assertThat(namesBeside(file)).hasSize(2);
  }

  @Test
  void list_recordDamaged_givesTheOthers() throws Exception {
    for (String name : List.of("one", "two", "three")) {
      store.add(key("set"), key(name), record(name).content());
    }
    Path file = layout.set(key("set"));
    byte[] whole = Files.readAllBytes(file);
    whole[whole.length / 2] ^= 1;
    Files.write(file, whole);
    assertThat(texts(((Lookup.Hit<Iterable<SetRecord>>) store.list(key("set"))).value()))
        .containsExactly("three", "one");
  }

  @Test
  void list_noWholeRecord_isFoundDamagedAndDropped() throws Exception {
    store.add(key("set"), key("one"), record("one").content());
    Path file = layout.set(key("set"));
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 50));
    assertThat(store.list(key("set"))).isInstanceOf(Lookup.Corrupted.class);
    assertThat(store.list(key("set"))).isInstanceOf(Lookup.Miss.class);
  }
}

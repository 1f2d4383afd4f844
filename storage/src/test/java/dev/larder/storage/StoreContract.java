package dev.larder.storage;

import static dev.larder.storage.Samples.bytes;
import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.inFiles;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static dev.larder.storage.Samples.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store does, whatever it keeps its things in. */
public abstract class StoreContract {
  /** Room for a test's files. */
  @TempDir protected Path directory;

  /** The store under test. */
  protected Store store;

  /** An empty store with room for some megabytes, in values of up to 200 kB. */
  protected abstract Store create(Path room);

  @BeforeEach
  void open() {
    store = create(directory.resolve("room"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  protected final Entry hit(CacheKey key) {
    Lookup<Entry> found = store.get(key);
    assertThat(found).isInstanceOf(Lookup.Hit.class);
    return ((Lookup.Hit<Entry>) found).value();
  }

  protected final List<String> listed(CacheKey set) {
    Lookup<Iterable<SetRecord>> found = store.list(set);
    assertThat(found).isInstanceOf(Lookup.Hit.class);
    return texts(((Lookup.Hit<Iterable<SetRecord>>) found).value());
  }

  protected final void put(CacheKey key, Entry entry) {
    assertThat(store.put(key, entry)).isEqualTo(new Outcome.Stored());
  }

  protected final void add(CacheKey set, SetRecord record) {
    assertThat(store.add(set, record.name(), record.content())).isEqualTo(new Outcome.Stored());
  }

  @Test
  void get_unknownKey_isAMiss() {
    assertThat(store.get(key("nothing"))).isEqualTo(new Lookup.Miss<Entry>());
  }

  @Test
  void get_afterPut_returnsTheSameSections() {
    int[][] shapes = {
      {},
      {0},
      {1, 0, 2},
      {4095, 4096, 4097},
      {16_383, 16_384, 16_385},
      {0, 100_000, 3, 70_000, 0},
      IntStream.range(0, 300).map(i -> i % 7).toArray(),
    };
    for (int i = 0; i < shapes.length; i++) {
      put(key("shape" + i), entry(i, shapes[i]));
    }
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < shapes.length; i++) {
        assertThat(facts(hit(key("shape" + i)))).isEqualTo(facts(entry(i, shapes[i])));
      }
    }
  }

  @Test
  void put_stretchesOfFiles_copiesThemBeforeItReturns() throws Exception {
    Entry entry = entry(7, 5, 0, 90_000, 20_000);
    Path build = Files.createDirectory(directory.resolve("build"));
    put(key("a"), inFiles(entry, build));
    try (var files = Files.list(build)) {
      for (Path file : files.toList()) {
        Files.write(file, bytes(new Random(1), 200_000));
        Files.delete(file);
      }
    }
    assertThat(facts(hit(key("a")))).isEqualTo(facts(entry));
  }

  @Test
  void put_fileThatIsTooShort_isNotKept() throws Exception {
    Path file = Files.write(directory.resolve("short"), new byte[1000]);
    Content tooLong = new Content.Stretch(file, 500, 501);
    Entry entry = new Entry(List.of(new Entry.Section("object", 0644, tooLong)));
    assertThat(store.put(key("a"), entry)).isInstanceOf(Outcome.Failed.class);
    assertThat(store.get(key("a"))).isEqualTo(new Lookup.Miss<Entry>());
  }

  @Test
  void put_sameKeyTwice_keepsOneOfTheTwoWhole() {
    put(key("a"), entry(1, 10, 50_000));
    put(key("a"), entry(2, 50_000, 10, 3));
    assertThat(facts(hit(key("a"))))
        .isIn(facts(entry(1, 10, 50_000)), facts(entry(2, 50_000, 10, 3)));
  }

  @Test
  void remove_dropsTheValueAndNoOther() {
    put(key("a"), entry(1, 20_000));
    put(key("b"), entry(2, 20_000));
    store.remove(key("a"));
    store.remove(key("unknown"));
    assertThat(store.get(key("a"))).isEqualTo(new Lookup.Miss<Entry>());
    assertThat(facts(hit(key("b")))).isEqualTo(facts(entry(2, 20_000)));
    put(key("a"), entry(3, 20_000));
    assertThat(facts(hit(key("a")))).isEqualTo(facts(entry(3, 20_000)));
  }

  @Test
  void isAtHand_unknownKey_isNot() {
    put(key("b"), entry(2, 20_000));
    assertThat(store.isAtHand(key("a"))).isFalse();
  }

  @Test
  void list_unknownSet_isAMiss() {
    assertThat(store.list(key("nothing"))).isEqualTo(new Lookup.Miss<Iterable<SetRecord>>());
  }

  @Test
  void list_afterAdd_isNewestFirst() {
    for (String name : List.of("one", "two", "", "three")) {
      add(key("set"), record(name));
    }
    assertThat(listed(key("set"))).containsExactly("three", "", "two", "one");
  }

  @Test
  void add_sameName_replacesAndBecomesNewest() {
    add(key("set"), record("one"));
    add(key("set"), record("two"));
    add(key("set"), new SetRecord(key("one"), "one again".getBytes(StandardCharsets.UTF_8)));
    assertThat(listed(key("set"))).containsExactly("one again", "two");
  }

  @Test
  void add_moreThanFit_losesTheOldest() {
    int many = 2 * Store.MAX_RECORDS + 5;
    IntStream.range(0, many).forEach(i -> add(key("set"), record("r" + i)));
    assertThat(listed(key("set")))
        .isEqualTo(
            IntStream.range(0, Store.MAX_RECORDS).mapToObj(i -> "r" + (many - 1 - i)).toList());
  }

  @Test
  void add_toAnotherSet_isNotSeen() {
    add(key("set"), record("one"));
    add(key("other"), record("two"));
    assertThat(listed(key("set"))).containsExactly("one");
    assertThat(store.get(key("set"))).isEqualTo(new Lookup.Miss<Entry>());
  }

  @Test
  void add_recordTooLong_isDeclined() {
    byte[] tooLong = new byte[Store.MAX_RECORD_LENGTH + 1];
    assertThat(store.add(key("set"), key("name"), tooLong)).isInstanceOf(Outcome.Declined.class);
    assertThat(store.list(key("set"))).isEqualTo(new Lookup.Miss<Iterable<SetRecord>>());
  }

  @Test
  void add_byManyThreads_losesNone() throws Exception {
    List<Future<?>> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < Store.MAX_RECORDS; i++) {
        SetRecord record = record("r" + i);
        done.add(threads.submit(() -> add(key("set"), record)));
      }
    }
    for (Future<?> each : done) {
      each.get();
    }
    assertThat(listed(key("set")))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, Store.MAX_RECORDS).mapToObj(i -> "r" + i).toList());
  }

  @Test
  void getPutRemove_byManyThreads_isAMissOrRight() throws Exception {
    List<Future<?>> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        Random random = new Random(i);
        done.add(threads.submit(() -> useAtRandom(random)));
      }
    }
    for (Future<?> each : done) {
      each.get();
    }
  }

  private void useAtRandom(Random random) {
    for (int i = 0; i < 150; i++) {
      int which = random.nextInt(5);
      Entry right = entry(which, which * 9_000, 5);
      switch (random.nextInt(8)) {
        case 0 -> store.remove(key("k" + which));
        case 1, 2, 3 -> put(key("k" + which), right);
        default -> {
          Lookup<Entry> found = store.get(key("k" + which));
          if (found instanceof Lookup.Hit<Entry> hit) {
            assertWholeOrGone(hit.value(), right);
          } else {
            assertThat(found).isEqualTo(new Lookup.Miss<Entry>());
          }
        }
      }
    }
  }

  /** A stretch's file may be gone by the time that one reads it; it is never another. */
  protected static void assertWholeOrGone(Entry found, Entry right) {
    for (int i = 0; i < right.sections().size(); i++) {
      try {
        assertThat(found.sections().get(i).content().toBytes())
            .isEqualTo(right.sections().get(i).content().toBytes());
      } catch (java.io.IOException gone) {
        assertThat(gone).isInstanceOf(java.nio.file.NoSuchFileException.class);
      }
    }
  }

  @Test
  void readOnly_declinesAndReads() {
    put(key("a"), entry(1, 100));
    add(key("set"), record("one"));
    Store readOnly = new ReadOnlyStore(store);
    assertThat(readOnly.put(key("b"), entry(2, 100))).isInstanceOf(Outcome.Declined.class);
    assertThat(readOnly.add(key("set"), key("two"), new byte[1]))
        .isInstanceOf(Outcome.Declined.class);
    readOnly.remove(key("a"));
    assertThat(readOnly.get(key("a"))).isInstanceOf(Lookup.Hit.class);
    assertThat(readOnly.list(key("set"))).isInstanceOf(Lookup.Hit.class);
    assertThat(readOnly.get(key("b"))).isInstanceOf(Lookup.Miss.class);
    assertThat(listed(key("set"))).containsExactly("one");
  }

  @Test
  void describe_namesThePlace() {
    assertThat(store.describe().location()).isNotBlank();
  }
}

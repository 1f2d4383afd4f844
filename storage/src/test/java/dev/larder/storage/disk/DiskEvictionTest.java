package dev.larder.storage.disk;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes when the cache is full, and what stays. */
final class DiskEvictionTest {
  private static final long LIMIT = 2_000_000;
  private static final int SIZE = 100_000;

  @TempDir private Path directory;
  private Layout layout;
  private DiskStore store;

  @BeforeEach
  void open() {
    layout = new Layout(directory);
    store = open(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private DiskStore open(Duration grace) {
    return new DiskStore(DiskSettings.of(directory, LIMIT).withGrace(grace), Clock.systemUTC());
  }

  private void reopen(Duration grace) {
    store.close();
    store = open(grace);
  }

  /** A store that evicts nothing, for making what there is. */
  private DiskStore roomy() {
    return new DiskStore(DiskSettings.of(directory, 100 * LIMIT), Clock.systemUTC());
  }

  private void put(String name) {
    assertThat(store.put(key(name), entry(1, SIZE))).isEqualTo(new Outcome.Stored());
  }

  private boolean has(String name) {
    return Files.exists(layout.value(key(name)));
  }

  private void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  /** Fills the cache to twice its limit with values used an hour ago and more, the first oldest. */
  private void fillTwice() throws IOException {
    try (DiskStore roomy = roomy()) {
      for (int i = 0; i < 40; i++) {
        roomy.put(key("v" + i), entry(1, SIZE));
        age(layout.value(key("v" + i)), Duration.ofMinutes(100 - i));
      }
    }
  }

  private long bytesOnDisk() throws IOException {
    long[] total = {0};
    DirectoryScan.visitAll(
        layout.trees(),
        files -> {
          total[0] += files.stream().mapToLong(DirectoryScan.Item::size).sum();
          return true;
        });
    return total[0];
  }

  @Test
  void evict_tooMuch_dropsTheOldestUntilItFits() throws Exception {
    fillTwice();
    store.settle();
    assertThat(bytesOnDisk()).isBetween(LIMIT * 7 / 10, LIMIT * 9 / 10);
    long kept = IntStream.range(0, 40).filter(i -> has("v" + i)).count();
    assertThat(IntStream.range(0, 40).filter(i -> has("v" + i)))
        .isEqualTo(IntStream.range(40 - (int) kept, 40).boxed().toList());
    try (var all = Files.walk(directory.resolve("values"))) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(2 * (int) kept);
    }
  }

  @Test
  void evict_tooMuchWasWritten_happensByItself() throws Exception {
    assertThat(store.describe().size()).hasValue(0);
    for (int i = 0; i < 40; i++) {
      put("v" + i);
      age(layout.value(key("v" + i)), Duration.ofMinutes(100 - i));
    }
    put("one more");
    Instant deadline = Instant.now().plusSeconds(20);
    while (bytesOnDisk() > LIMIT && Instant.now().isBefore(deadline)) {
      Thread.onSpinWait();
    }
    assertThat(bytesOnDisk()).isLessThanOrEqualTo(LIMIT);
    assertThat(has("one more")).isTrue();
  }

  @Test
  void evict_valueWasRead_keepsIt() throws Exception {
    fillTwice();
    assertThat(store.get(key("v3"))).isInstanceOf(Lookup.Hit.class);
    store.settle();
    assertThat(has("v3")).isTrue();
    assertThat(has("v2")).isFalse();
    assertThat(has("v4")).isFalse();
  }

  @Test
  void evict_valueWasReadByADaemonThatEnded_keepsIt() throws Exception {
    fillTwice();
    assertThat(store.get(key("v3"))).isInstanceOf(Lookup.Hit.class);
    reopen(Duration.ZERO);
    store.settle();
    assertThat(has("v3")).isTrue();
    assertThat(has("v4")).isFalse();
  }

  @Test
  void evict_valueIsReadAfterTheCount_keepsIt() throws Exception {
    fillTwice();
    Uses uses = new Uses(new Verified(Clock.systemUTC()), Clock.systemUTC(), Duration.ZERO);
    Eviction eviction =
        new Eviction(
            layout, DiskSettings.of(directory, LIMIT), Clock.systemUTC(), uses, () -> true);
    Eviction.Count count = eviction.count();
    uses.add(layout.value(key("v0")), Optional.empty(), Instant.EPOCH);
    assertThat(eviction.evict(count)).isGreaterThan(LIMIT);
    assertThat(has("v0")).isTrue();
    assertThat(has("v1")).isFalse();
  }

  @Test
  void evict_setWasListed_keepsItAndDropsTheOther() throws Exception {
    for (String name : new String[] {"listed", "idle"}) {
      store.add(key(name), key("r"), record("r").content());
      age(layout.set(key(name)), Duration.ofDays(3));
    }
    fillTwice();
    assertThat(store.list(key("listed"))).isInstanceOf(Lookup.Hit.class);
    store.settle();
    assertThat(store.list(key("listed"))).isInstanceOf(Lookup.Hit.class);
    assertThat(store.list(key("idle"))).isEqualTo(new Lookup.Miss<Iterable<SetRecord>>());
  }

  @Test
  void evict_allUsedJustNow_waits() throws Exception {
    for (int i = 0; i < 40; i++) {
      put("v" + i);
    }
    store.settle();
    assertThat(IntStream.range(0, 40).filter(i -> has("v" + i))).hasSize(40);
    reopen(Duration.ZERO);
    store.settle();
    assertThat(bytesOnDisk()).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void evict_anotherHoldsTheLock_leavesItToThat() throws Exception {
    fillTwice();
    try (DirectoryLock lock = new DirectoryLock(layout)) {
      assertThat(lock.tryWith(store::settle)).isTrue();
      assertThat(has("v0")).isTrue();
    }
    store.settle();
    assertThat(has("v0")).isFalse();
  }

  @Test
  void handedOut_thenEvictedAndStoredAnew_isGoneAndNotAnother() throws Exception {
    put("a");
    Entry found = ((Lookup.Hit<Entry>) store.get(key("a"))).value();
    store.remove(key("a"));
    assertThat(store.put(key("a"), entry(2, SIZE))).isEqualTo(new Outcome.Stored());
    assertThatThrownBy(() -> found.sections().getFirst().content().toBytes())
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void noteUse_ofAVerifiedFile_keepsItVerified() throws Exception {
    put("a");
    CacheKey key = key("a");
    Path file = layout.value(key);
    age(file, Duration.ofHours(1));
    Verified verified = new Verified(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(1)));
    verified.add(key, FileIdentity.of(file));
    Uses uses = new Uses(verified, Clock.systemUTC(), Duration.ofSeconds(30));
    FileTime before = FileIdentity.of(file).lastModified();
    assertThat(uses.add(file, Optional.of(key), before.toInstant())).isTrue();
    uses.note();
    FileIdentity after = FileIdentity.of(file);
    assertThat(after.lastModified()).isGreaterThan(before);
    assertThat(verified.contains(key, after)).isTrue();
    assertThat(uses.add(file, Optional.of(key), after.lastModified().toInstant())).isFalse();
  }

  @Test
  void noteUse_ofAFileThatChangedSinceItWasVerified_doesNotVerifyIt() throws Exception {
    put("a");
    CacheKey key = key("a");
    Path file = layout.value(key);
    Verified verified = new Verified(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(1)));
    verified.add(key, FileIdentity.of(file));
    age(file, Duration.ofHours(1));
    Uses uses = new Uses(verified, Clock.systemUTC(), Duration.ofSeconds(30));
    uses.add(file, Optional.of(key), FileIdentity.of(file).lastModified().toInstant());
    uses.note();
    assertThat(verified.contains(key, FileIdentity.of(file))).isFalse();
  }

  @Test
  void count_leftoversOfKilledWriters_areSweptWhenOld() throws Exception {
    put("a");
    Path young = Layout.unique(layout.value(key("young")), Layout.drawId());
    Path old = Layout.unique(layout.value(key("old")), Layout.drawId());
    Path oldSet = Layout.unique(layout.set(key("old")), Layout.drawId());
    Path foreign = directory.resolve("values").resolve("ab").resolve("notes.txt");
    for (Path file : new Path[] {young, old, oldSet, foreign}) {
      Files.createDirectories(file.resolveSibling(""));
      Files.write(file, new byte[10]);
      age(file, file.equals(young) ? Duration.ofMinutes(50) : Duration.ofMinutes(70));
    }
    store.settle();
    assertThat(young).exists();
    assertThat(old).doesNotExist();
    assertThat(oldSet).doesNotExist();
    assertThat(foreign).exists();
    assertThat(facts(((Lookup.Hit<Entry>) store.get(key("a"))).value()))
        .isEqualTo(facts(entry(1, SIZE)));
  }

  @Test
  void describe_countsWhatIsThereAndWhatIsAdded() {
    put("a");
    reopen(Duration.ofMinutes(1));
    assertThat(store.describe().size().orElseThrow()).isBetween(100_000L, 110_000L);
    put("b");
    assertThat(store.describe().size().orElseThrow()).isBetween(200_000L, 220_000L);
    assertThat(store.describe().limit()).hasValue(LIMIT);
  }

  @Test
  void put_largerThanTheCache_isDeclined() {
    assertThat(store.put(key("a"), entry(1, (int) LIMIT + 1))).isInstanceOf(Outcome.Declined.class);
  }

  @Test
  void add_theSameNameAgainAndAgain_doesNotGrowTheFile() throws Exception {
    addAgainAndAgain(300);
    // By adding alone, without anybody who lists.
    assertThat(Files.size(layout.set(key("set")))).isLessThan(1_500_000);
    assertThat(names()).containsExactly(key("name"), key("stays"));
  }

  @Test
  void list_ofASetThatIsMostlyWaste_hasItWrittenAnew() throws Exception {
    addAgainAndAgain(5); // so few that nobody writes it anew before
    assertThat(names()).containsExactly(key("name"), key("stays"));
    store.settle();
    assertThat(Files.size(layout.set(key("set")))).isLessThan(25_000);
    assertThat(names()).containsExactly(key("name"), key("stays"));
  }

  private void addAgainAndAgain(int times) throws Exception {
    byte[] content = new byte[20_000];
    store.add(key("set"), key("stays"), record("stays").content());
    for (int i = 0; i < times; i++) {
      store.add(key("set"), key("name"), content);
    }
    store.settle();
  }

  private List<CacheKey> names() {
    List<CacheKey> names = new ArrayList<>();
    var records = ((Lookup.Hit<Iterable<SetRecord>>) store.list(key("set"))).value();
    records.forEach(record -> names.add(record.name()));
    return names;
  }
}

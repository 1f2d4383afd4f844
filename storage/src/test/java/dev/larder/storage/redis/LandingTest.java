package dev.larder.storage.redis;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.Sha256;
import dev.larder.storage.disk.DiskSettings;
import dev.larder.storage.disk.DiskStore;
import dev.larder.storage.memory.MemoryStore;
import dev.larder.storage.tiered.Carrier;
import dev.larder.storage.tiered.Tier;
import dev.larder.storage.tiered.TierEvent;
import dev.larder.storage.tiered.TieredStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Large entries on their way from a real server to a disk. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LandingTest {
  /* Empty ones at both ends and in the middle, small and large ones, and one byte on either side. */
  private static final Entry LARGE =
      entry(1, 0, 0, 300_000, 5, 0, 65_536, 700_000, 16_383, 16_384, 16_385, 0);

  @TempDir private Path place;
  private RedisServer server;
  private RedisStore redis;
  private DiskStore disk;

  @BeforeEach
  void open() {
    server = RedisServer.start(place.resolve("server"));
    RedisSettings settings =
        RedisSettings.of(new Topology.Single(new Address.Socket(server.socket())));
    redis = new RedisStore(settings, Patient.TIMING, Clock.systemUTC());
    disk = onDisk(place.resolve("disk"));
  }

  @AfterEach
  void close() {
    redis.close();
    disk.close();
    server.close();
  }

  private static DiskStore onDisk(Path directory) {
    return new DiskStore(DiskSettings.of(directory, 1 << 30), Clock.systemUTC());
  }

  private void put(String name, Entry entry) {
    assertThat(redis.put(key(name), entry)).isEqualTo(new Outcome.Stored());
  }

  private static Entry found(Lookup<Entry> lookup) {
    assertThat(lookup).isInstanceOf(Lookup.Hit.class);
    return ((Lookup.Hit<Entry>) lookup).value();
  }

  /** Files below the directory of values, by each of their names. */
  private long filesOnDisk() throws Exception {
    Path values = place.resolve("disk/values");
    if (!Files.exists(values)) {
      return 0;
    }
    try (var files = Files.walk(values)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  /** Of its sections in files of their own. */
  private static List<Path> spare(Entry entry) {
    List<Path> files = new ArrayList<>();
    for (Entry.Section section : entry.sections()) {
      if (section.content() instanceof Content.Stretch stretch && stretch.spare()) {
        assertThat(stretch.offset()).isZero();
        assertThat(stretch.file()).hasSize(stretch.length());
        files.add(stretch.file());
      }
    }
    return files;
  }

  private static void take(Entry entry) throws Exception {
    for (Path file : spare(entry)) {
      Files.delete(file);
    }
  }

  @Test
  void largeEntry_isReadyForOneAndKept() throws Exception {
    put("a", LARGE);
    Entry landed = found(redis.get(key("a"), disk.landing()));
    assertThat(facts(landed)).isEqualTo(facts(LARGE));
    assertThat(spare(landed)).hasSize(5);
    assertThat(filesOnDisk()).isEqualTo(5 + 2);
    // Whoever has not written it verifies all of it, and takes nobody's files.
    try (DiskStore another = onDisk(place.resolve("disk"))) {
      Entry theirs = found(another.get(key("a")));
      assertThat(facts(theirs)).isEqualTo(facts(LARGE));
      assertThat(spare(theirs)).isEmpty();
    }
    assertThat(facts(landed)).isEqualTo(facts(LARGE));
  }

  @Test
  void largeEntry_isReadyOnce() throws Exception {
    put("a", LARGE);
    found(redis.get(key("a"), disk.landing()));
    Entry first = found(disk.get(key("a")));
    assertThat(spare(first)).hasSize(5);
    Entry second = found(disk.get(key("a")));
    assertThat(spare(second)).isEmpty();
    assertThat(facts(second)).isEqualTo(facts(LARGE));
    assertThat(facts(first)).isEqualTo(facts(LARGE));
    take(first);
    assertThat(facts(found(disk.get(key("a"))))).isEqualTo(facts(LARGE));
    assertThat(facts(second)).isEqualTo(facts(LARGE));
    // What came packed has given way to it.
    assertThat(filesOnDisk()).isEqualTo(2);
  }

  @Test
  void largeEntry_whoseFilesAreGone_isUnpackedAgain() throws Exception {
    put("a", LARGE);
    take(found(redis.get(key("a"), disk.landing())));
    Entry again = found(disk.get(key("a")));
    assertThat(spare(again)).isEmpty();
    assertThat(facts(again)).isEqualTo(facts(LARGE));
  }

  @Test
  void largeEntry_forManyAtOnce_isReadyForOne() throws Exception {
    put("a", LARGE);
    found(redis.get(key("a"), disk.landing()));
    List<Lookup<Entry>> all = atOnce(() -> disk.get(key("a")));
    assertThat(all.stream().filter(each -> !spare(found(each)).isEmpty())).hasSize(1);
    for (Lookup<Entry> each : all) {
      assertThat(facts(found(each))).isEqualTo(facts(LARGE));
    }
    assertThat(facts(found(disk.get(key("a"))))).isEqualTo(facts(LARGE));
  }

  @Test
  void entryThatIsSmallOnlyWhilePacked_isUnpackedAgain() throws Exception {
    Entry zeros =
        new Entry(List.of(new Entry.Section("zeros", 0, new Content.Bytes(new byte[1 << 20]))));
    put("a", zeros);
    take(found(redis.get(key("a"), disk.landing())));
    assertThat(facts(found(disk.get(key("a"))))).isEqualTo(facts(zeros));
    assertThat(filesOnDisk()).isEqualTo(2);
  }

  @Test
  void largeEntry_damagedOnTheDisk_isDropped() throws Exception {
    put("a", LARGE);
    take(found(redis.get(key("a"), disk.landing())));
    Path file = place.resolve("disk/values").resolve(key("a").hex().substring(0, 2));
    file = file.resolve(key("a").hex());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 1;
    Files.write(file, bytes);
    try (DiskStore another = onDisk(place.resolve("disk"))) {
      assertThat(another.get(key("a"))).isInstanceOf(Lookup.Corrupted.class);
      assertThat(another.get(key("a"))).isInstanceOf(Lookup.Miss.class);
    }
    assertThat(filesOnDisk()).isZero();
  }

  @Test
  void largeEntry_isRemovedLikeAnyOther() throws Exception {
    put("a", LARGE);
    found(redis.get(key("a"), disk.landing()));
    disk.remove(key("a"));
    assertThat(disk.get(key("a"))).isInstanceOf(Lookup.Miss.class);
    assertThat(disk.put(key("a"), entry(7, 400_000))).isEqualTo(new Outcome.Stored());
    assertThat(facts(found(disk.get(key("a"))))).isEqualTo(facts(entry(7, 400_000)));
  }

  @Test
  void smallEntry_isTakenIntoMemory() throws Exception {
    put("a", entry(1, (int) Landing.WORTHWHILE - 1));
    assertThat(facts(found(redis.get(key("a"), disk.landing()))))
        .isEqualTo(facts(entry(1, (int) Landing.WORTHWHILE - 1)));
    assertThat(filesOnDisk()).isZero();
  }

  @Test
  void whereNothingCanLand_isTakenIntoMemory() throws Exception {
    put("a", LARGE);
    Path inTheWay = Files.writeString(place.resolve("file"), "not a directory");
    try (DiskStore none = onDisk(inTheWay)) {
      assertThat(facts(found(redis.get(key("a"), none.landing())))).isEqualTo(facts(LARGE));
    }
    assertThat(inTheWay).hasContent("not a directory");
  }

  @Test
  void manyAtOnce_doNotWaitForEachOthersMemory() throws Exception {
    put("large", entry(2, 20_000_000));
    for (Lookup<Entry> each : atOnce(() -> redis.get(key("large")))) {
      assertThat(each).isInstanceOf(Lookup.Hit.class);
    }
    Path inTheWay = Files.writeString(place.resolve("file"), "not a directory");
    try (DiskStore none = onDisk(inTheWay)) {
      assertThat(atOnce(() -> redis.get(key("large"), none.landing())))
          .allMatch(each -> each instanceof Lookup.Hit || each instanceof Lookup.Miss);
    }
  }

  /** More than there is memory for. */
  private static List<Lookup<Entry>> atOnce(Callable<Lookup<Entry>> question) throws Exception {
    List<Lookup<Entry>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Lookup<Entry>> each : callers.invokeAll(Collections.nCopies(12, question))) {
        answers.add(each.get());
      }
    }
    return answers;
  }

  @Test
  void whatIsThereAlready_isNotWrittenAgain() throws Exception {
    put("a", LARGE);
    assertThat(disk.put(key("a"), LARGE)).isEqualTo(new Outcome.Stored());
    assertThat(facts(found(redis.get(key("a"), disk.landing())))).isEqualTo(facts(LARGE));
    assertThat(filesOnDisk()).isEqualTo(2);
  }

  @Test
  void frameThatIsNotWhatItSays_isUnfitAndLeavesNothing() throws Exception {
    assertUnfit(bytes -> Arrays.copyOf(bytes, bytes.length - 1));
    assertUnfit(bytes -> Arrays.copyOf(bytes, bytes.length / 2));
    int total = Envelope.LENGTH + 32 + 4;
    int line = 1 + "section-0".length() + 2 + 8;
    int frame = total + 8 + 2 * line;
    assertUnfit(bytes -> changed(bytes, frame, 1));
    // The last section a byte shorter than it is, and the whole, too: the frame has more.
    assertUnfit(bytes -> changed(changed(bytes, frame - 1, -1), total + 7, -1));
    // A byte longer: the frame ends before.
    assertUnfit(bytes -> changed(changed(bytes, frame - 1, 1), total + 7, 1));
  }

  private static byte[] changed(byte[] bytes, int at, int by) {
    bytes[at] += (byte) by;
    return bytes;
  }

  /** What somebody without keys can write: all of it is whole, but for what is packed inside. */
  private void assertUnfit(UnaryOperator<byte[]> change) throws Exception {
    Envelope envelope = new Envelope(Signatures.NONE, Sha256.OF_THE_RUNTIME);
    ValueFormat format = new ValueFormat(envelope, 64 << 20);
    byte[] bytes = change.apply(format.encode(key("a"), entry(1, 300_001, 400_001)));
    envelope.seal(Envelope.Kind.VALUE, bytes);
    Path file = Files.write(place.resolve("raw"), bytes);
    Process cli =
        new ProcessBuilder(
                "redis-cli", "-s", server.socket().toString(), "-x", "SET", name(key("a").hex()))
            .redirectInput(file.toFile())
            .start();
    assertThat(cli.waitFor()).isZero();
    assertThat(redis.get(key("a"), disk.landing())).isInstanceOf(Lookup.Corrupted.class);
    assertThat(redis.get(key("a"), disk.landing())).isInstanceOf(Lookup.Miss.class);
    assertThat(filesOnDisk()).isZero();
  }

  private static String name(String key) {
    return "larder:v1:" + key;
  }

  @Test
  void ahead_landsWhatIsTooLargeForItsMemory() {
    Entry larger = entry(2, 34_000_000);
    put("large", larger);
    assertThat(redis.ahead().get(key("large"))).isEqualTo(new Lookup.Miss<Entry>());
    assertThat(facts(found(redis.ahead().get(key("large"), disk.landing()))))
        .isEqualTo(facts(larger));
  }

  @Test
  void tiers_letItLandOnceAndTellSo() throws Exception {
    put("a", LARGE);
    MemoryStore memory = new MemoryStore(64 << 20);
    List<TierEvent> events = new ArrayList<>();
    TieredStore tiers =
        new TieredStore(
            List.of(new Tier("memory", memory), new Tier("disk", disk), Tier.far("redis", redis)),
            events::add);
    assertThat(facts(found(tiers.get(key("a"))))).isEqualTo(facts(LARGE));
    assertThat(events)
        .filteredOn(event -> event instanceof TierEvent.Backfilled)
        .containsExactly(new TierEvent.Backfilled("redis", "disk"));
    assertThat(memory.get(key("a"))).isInstanceOf(Lookup.Miss.class);
    assertThat(facts(found(disk.get(key("a"))))).isEqualTo(facts(LARGE));
  }

  @Test
  void tiers_haveSpareFilesForOneTakerEach() throws Exception {
    put("a", LARGE);
    TieredStore tiers =
        new TieredStore(List.of(new Tier("disk", disk), Tier.far("redis", redis)), event -> {});
    List<Lookup<Entry>> all = atOnce(() -> tiers.get(key("a")));
    List<Path> given = new ArrayList<>();
    for (Lookup<Entry> each : all) {
      assertThat(facts(found(each))).isEqualTo(facts(LARGE));
      given.addAll(spare(found(each)));
    }
    assertThat(given).doesNotHaveDuplicates();
  }

  @Test
  void whatWasBroughtAhead_isReadyForWhoAsksFirst() throws Exception {
    put("a", LARGE);
    TieredStore tiers =
        new TieredStore(List.of(new Tier("disk", disk), Tier.far("redis", redis)), event -> {});
    found(new Carrier(tiers, redis).value(key("a")));
    Entry first = found(tiers.get(key("a")));
    assertThat(spare(first)).hasSize(5);
    assertThat(facts(first)).isEqualTo(facts(LARGE));
  }
}

package dev.larder.storage.tiered;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.inFiles;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Description;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import dev.larder.storage.memory.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WriteBehindStoreTest {
  private final List<TierEvent> told = new CopyOnWriteArrayList<>();
  private final Gate far = new Gate();

  /** A far store that takes things only when it is told to. */
  private static final class Gate implements Store {
    private final Store behind = new MemoryStore(64 << 20);
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    private Optional<Outcome> trouble() {
      asked.incrementAndGet();
      try {
        if (!open.await(20, TimeUnit.SECONDS)) {
          return Optional.of(new Outcome.Failed("never opened"));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return failures.getAndDecrement() > 0
          ? Optional.of(new Outcome.Failed("away"))
          : Optional.empty();
    }

    @Override
    public Lookup<Entry> get(CacheKey key) {
      return behind.get(key);
    }

    @Override
    public Outcome put(CacheKey key, Entry entry) {
      return trouble().orElseGet(() -> behind.put(key, entry));
    }

    @Override
    public Lookup<Iterable<SetRecord>> list(CacheKey set) {
      return behind.list(set);
    }

    @Override
    public Outcome add(CacheKey set, CacheKey name, byte[] record) {
      return trouble().orElseGet(() -> behind.add(set, name, record));
    }

    @Override
    public void remove(CacheKey key) {
      behind.remove(key);
    }

    @Override
    public Description describe() {
      return behind.describe();
    }

    @Override
    public void close() {
      closed.incrementAndGet(); // what is behind is looked at afterwards
    }
  }

  private WriteBehindStore store(Optional<Store> source, int jobs, Duration drain) {
    return new WriteBehindStore(
        new Tier("far", far),
        source,
        new WriteBehindStore.Limits(jobs, 1 << 20, 500_000, 2, Duration.ofMillis(5), drain),
        told::add);
  }

  private long failuresTold(String reason) {
    return told.stream().filter(new TierEvent.WriteFailed("far", reason)::equals).count();
  }

  @Test
  void put_isSentLaterAsItWas(@TempDir Path build) throws Exception {
    WriteBehindStore store = store(Optional.empty(), 100, Duration.ofSeconds(20));
    Entry right = entry(1, 90_000, 5);
    assertThat(store.put(key("a"), inFiles(right, build))).isEqualTo(new Outcome.Stored());
    assertThat(store.add(key("s"), key("r"), record("r").content()))
        .isEqualTo(new Outcome.Stored());
    assertThat(store.get(key("a"))).isInstanceOf(Lookup.Miss.class);
    assertThat(store.describe().condition()).contains("2 waiting");
    Files.delete(build.resolve("part-0"));
    far.open.countDown();
    store.close();
    assertThat(facts(((Lookup.Hit<Entry>) far.get(key("a"))).value())).isEqualTo(facts(right));
    assertThat(far.list(key("s"))).isInstanceOf(Lookup.Hit.class);
    assertThat(told).singleElement().isInstanceOf(TierEvent.Written.class);
    assertThat(far.closed).hasValue(1);
  }

  @Test
  void put_withASource_isReadFromThereWhenItsTurnComes() {
    Store near = new MemoryStore(64 << 20);
    WriteBehindStore store = store(Optional.of(near), 100, Duration.ofSeconds(20));
    near.put(key("a"), entry(1, 50));
    near.put(key("b"), entry(2, 50));
    near.put(key("c"), entry(3, 50));
    for (String name : List.of("a", "b", "c")) {
      store.put(key(name), entry(9, 50));
    }
    while (far.asked.get() < 2) {
      Thread.onSpinWait();
    }
    near.remove(key("c"));
    far.open.countDown();
    store.close();
    assertThat(facts(((Lookup.Hit<Entry>) far.get(key("a"))).value()))
        .isEqualTo(facts(entry(1, 50)));
    assertThat(far.get(key("c"))).isInstanceOf(Lookup.Miss.class);
    assertThat(failuresTold("evicted before it was sent")).isEqualTo(1);
  }

  @Test
  void put_moreThanFits_isDroppedAndTold() {
    WriteBehindStore store = store(Optional.empty(), 100, Duration.ofSeconds(20));
    assertThat(store.put(key("huge"), entry(1, 500_001))).isInstanceOf(Outcome.Declined.class);
    assertThat(store.put(key("a"), entry(1, 400_000))).isEqualTo(new Outcome.Stored());
    assertThat(store.put(key("b"), entry(1, 400_000))).isEqualTo(new Outcome.Stored());
    assertThat(store.put(key("c"), entry(1, 400_000))).isInstanceOf(Outcome.Declined.class);
    assertThat(store.put(key("d"), entry(1, 100_000))).isEqualTo(new Outcome.Stored());
    assertThat(failuresTold("too much is waiting to be sent")).isEqualTo(1);
    far.open.countDown();
    store.close();
    WriteBehindStore few = store(Optional.empty(), 3, Duration.ofSeconds(20));
    for (int i = 0; i < 100; i++) {
      few.put(key("k" + i), entry(i, 1));
    }
    few.close();
    assertThat(far.get(key("k0"))).isInstanceOf(Lookup.Hit.class);
    assertThat(few.put(key("late"), entry(1, 1))).isInstanceOf(Outcome.Declined.class);
  }

  @Test
  void put_farIsAwayForAWhile_isSentAllTheSame() {
    far.open.countDown();
    far.failures.set(2);
    WriteBehindStore store = store(Optional.empty(), 100, Duration.ofSeconds(20));
    store.put(key("a"), entry(1, 50));
    while (far.get(key("a")) instanceof Lookup.Miss) {
      Thread.onSpinWait();
    }
    far.failures.set(1000);
    store.put(key("b"), entry(2, 50));
    while (failuresTold("away") == 0) {
      Thread.onSpinWait();
    }
    far.failures.set(0);
    store.put(key("c"), entry(3, 50));
    store.close();
    assertThat(far.get(key("b"))).isInstanceOf(Lookup.Miss.class);
    assertThat(far.get(key("c"))).isInstanceOf(Lookup.Hit.class);
  }

  @Test
  void close_farIsDead_givesUpSoon() {
    far.open.countDown();
    far.failures.set(Integer.MAX_VALUE);
    WriteBehindStore store = store(Optional.empty(), 1000, Duration.ofHours(1));
    for (int i = 0; i < 500; i++) {
      store.put(key("k" + i), entry(i, 50));
    }
    store.close();
    assertThat(far.asked.get()).isLessThan(100);
    assertThat(failuresTold("not sent before the end")).isGreaterThan(300);
  }

  @Test
  void close_farIsStuck_waitsNoLongerThanAllowed() {
    WriteBehindStore store = store(Optional.empty(), 1000, Duration.ofMillis(100));
    for (int i = 0; i < 10; i++) {
      store.put(key("k" + i), entry(i, 50));
    }
    long started = System.nanoTime();
    store.close();
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    assertThat(failuresTold("not sent before the end")).isEqualTo(8);
    far.open.countDown();
  }
}

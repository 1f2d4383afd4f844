package dev.larder.storage.tiered;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static dev.larder.storage.Samples.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Source;
import dev.larder.storage.disk.DiskSettings;
import dev.larder.storage.disk.DiskStore;
import dev.larder.storage.memory.MemoryStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is brought nearer before it is asked for, and who asks meanwhile. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CarrierTest {
  @TempDir Path directory = Path.of("");

  private final MemoryStore memory = new MemoryStore(8 << 20);
  private final MemoryStore far = new MemoryStore(8 << 20);
  private final List<TierEvent> events = new ArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private DiskStore disk = new DiskStore(DiskSettings.of(directory, 1), Clock.systemUTC());
  private TieredStore store = new TieredStore(List.of(new Tier("memory", memory)), events::add);

  @BeforeEach
  void open() {
    disk.close();
    disk = new DiskStore(DiskSettings.of(directory.resolve("disk"), 64 << 20), Clock.systemUTC());
    store =
        new TieredStore(
            List.of(new Tier("memory", memory), new Tier("disk", disk), new Tier("far", far)),
            events::add);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** The far store by a way on which nothing comes before it may. */
  private Source slow(boolean away) {
    return new Source() {
      @Override
      public Lookup<Entry> get(CacheKey key) {
        return later(() -> far.get(key));
      }

      @Override
      public Lookup<Iterable<SetRecord>> list(CacheKey set) {
        return later(() -> far.list(set));
      }

      private <T> Lookup<T> later(Supplier<Lookup<T>> lookup) {
        asked.countDown();
        try {
          answer.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return away ? new Lookup.Unavailable<>("away") : lookup.get();
      }
    };
  }

  @Test
  void value_isInAllNearerStores() {
    far.put(key("a"), entry(1, 50, 60_000));
    Carrier carrier = new Carrier(store, far);
    assertThat(carrier.isNear(key("a"))).isFalse();
    assertThat(carrier.value(key("a"))).isInstanceOf(Lookup.Hit.class);
    assertThat(carrier.isNear(key("a"))).isTrue();
    assertThat(disk.get(key("a"))).isInstanceOf(Lookup.Hit.class);
    assertThat(memory.get(key("a"))).isInstanceOf(Lookup.Hit.class);
    assertThat(carrier.value(key("b"))).isInstanceOf(Lookup.Miss.class);
  }

  @Test
  void records_areInAllNearerStoresInOrder() {
    far.add(key("set"), key("old"), record("old").content());
    far.add(key("set"), key("new"), record("new").content());
    new Carrier(store, far).records(key("set"));
    assertThat(texts(((Lookup.Hit<Iterable<SetRecord>>) disk.list(key("set"))).value()))
        .containsExactly("new", "old");
  }

  @Test
  void get_whileItIsBrought_waitsAndFetchesNothing() throws Exception {
    // The other way to the far store is the only one that has it.
    TieredStore empty =
        new TieredStore(
            List.of(new Tier("disk", disk), new Tier("far", new MemoryStore(1 << 20))),
            events::add);
    Carrier carrier = new Carrier(empty, slow(false));
    far.put(key("a"), entry(1, 50, 60_000));
    far.add(key("set"), key("one"), record("one").content());
    FutureTask<Lookup<Entry>> brought = begun(() -> carrier.value(key("a")));
    FutureTask<?> records = begun(() -> carrier.records(key("set")));
    while (empty.values().isEmpty() || empty.sets().isEmpty()) {
      Thread.onSpinWait();
    }
    FutureTask<Lookup<Entry>> wanted = waiting(() -> empty.get(key("a")));
    FutureTask<Lookup<Iterable<SetRecord>>> wantedRecords = waiting(() -> empty.list(key("set")));
    answer.countDown();
    assertThat(brought.get()).isInstanceOf(Lookup.Hit.class);
    records.get();
    assertThat(facts(((Lookup.Hit<Entry>) wanted.get()).value()))
        .isEqualTo(facts(entry(1, 50, 60_000)));
    assertThat(texts(((Lookup.Hit<Iterable<SetRecord>>) wantedRecords.get()).value()))
        .containsExactly("one");
    assertThat(empty.values().isEmpty()).isTrue();
  }

  private static <T> FutureTask<T> begun(Callable<T> question) {
    FutureTask<T> task = new FutureTask<>(question);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  /** Asks on another thread, and returns when that waits for something. */
  private static <T> FutureTask<T> waiting(Callable<T> question) {
    FutureTask<T> task = new FutureTask<>(question);
    Thread thread = Thread.ofPlatform().daemon().start(task);
    while (thread.getState() != Thread.State.TIMED_WAITING && !task.isDone()) {
      Thread.onSpinWait();
    }
    return task;
  }

  @Test
  void get_whileItIsBroughtInVain_isFetchedAllTheSame() throws Exception {
    Carrier carrier = new Carrier(store, slow(true));
    far.put(key("a"), entry(1, 50));
    FutureTask<Lookup<Entry>> brought = begun(() -> carrier.value(key("a")));
    asked.await();
    FutureTask<Lookup<Entry>> wanted = waiting(() -> store.get(key("a")));
    answer.countDown();
    assertThat(brought.get()).isInstanceOf(Lookup.Unavailable.class);
    assertThat(wanted.get()).isInstanceOf(Lookup.Hit.class);
  }
}

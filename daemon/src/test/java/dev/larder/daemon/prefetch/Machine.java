package dev.larder.daemon.prefetch;

import static dev.larder.daemon.prefetch.CoursesTest.key;

import dev.larder.daemon.stats.Event;
import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.disk.DiskSettings;
import dev.larder.storage.disk.DiskStore;
import dev.larder.storage.redis.Address;
import dev.larder.storage.redis.RedisSettings;
import dev.larder.storage.redis.RedisStore;
import dev.larder.storage.redis.Timing;
import dev.larder.storage.redis.Topology;
import dev.larder.storage.tiered.Carrier;
import dev.larder.storage.tiered.Tier;
import dev.larder.storage.tiered.TieredStore;
import dev.larder.storage.tiered.WriteBehindStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A machine that builds: a disk of its own, a Redis that others share, and a clock. */
final class Machine implements AutoCloseable {
  static final long LIMIT = 1 << 30;

  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Runnable> due = new ConcurrentLinkedQueue<>();
  private final Timing timing;
  private final AtomicLong nanos = new AtomicLong();
  final DiskStore disk;
  final RedisStore redis;
  final TieredStore store;
  final Prefetch prefetch;

  Machine(Path directory, int port) {
    this(directory, port, Duration.ofSeconds(20));
  }

  /**
   * @param patience how long it bears a Redis that is silent
   */
  Machine(Path directory, int port, Duration patience) {
    timing = Timing.of(patience);
    disk = new DiskStore(DiskSettings.of(directory, 1 << 30), Clock.systemUTC());
    redis =
        new RedisStore(
            RedisSettings.of(new Topology.Single(new Address.Tcp("127.0.0.1", port))),
            timing,
            Clock.systemUTC());
    redis.begin();
    Tier far = new Tier(RedisStore.TIER, redis);
    WriteBehindStore behind =
        new WriteBehindStore(
            far,
            Optional.of(disk),
            new WriteBehindStore.Limits(
                10_000, 1 << 30, 1 << 30, 4, Duration.ofMillis(10), Duration.ofSeconds(20)),
            event -> {});
    store =
        new TieredStore(
            List.of(new Tier(DiskStore.TIER, disk), new Tier(RedisStore.TIER, behind)),
            event -> {});
    prefetch =
        new Prefetch(
            Optional.of(new Prefetch.Far(redis.ahead(), new Carrier(store, redis.ahead()), behind)),
            events::add,
            (after, what) -> due.add(what),
            nanos::get);
  }

  Build build(String project) {
    return build(project, LIMIT);
  }

  Build build(String project, long limit) {
    return prefetch.of(project, limit, "/", Map.of(), 0);
  }

  /** Lets time go by, and does what is due then. */
  void wait(Duration time) {
    nanos.addAndGet(time.toNanos());
    for (int left = due.size(); left > 0; left--) {
      due.remove().run();
    }
  }

  /** What is made for some step of a build; so many bytes, different for each result. */
  static Entry entry(Course.Step step) {
    byte[] bytes = new byte[(int) step.bytes()];
    new Random(step.result().hashCode()).nextBytes(bytes);
    return new Entry(List.of(new Entry.Section("object", 0644, new Content.Bytes(bytes))));
  }

  static CacheKey set(Course.Step step) {
    return step.action();
  }

  /** Builds all of it: nothing of it was there. */
  void make(String project, Course course) {
    Build build = build(project);
    for (Course.Step step : course.steps()) {
      build.asked(step.action());
      store.put(step.result(), entry(step));
      store.add(set(step), step.result(), step.result().bytes());
      build.kept(step.action(), step.result(), step.bytes());
    }
  }

  boolean hasNear(Course.Step step) {
    return disk.isAtHand(step.result());
  }

  long near(Course course) {
    return course.steps().stream().filter(this::hasNear).count();
  }

  long brought() {
    return events.stream().filter(event -> event instanceof Event.Prefetched).count();
  }

  long bytesBrought() {
    return events.stream()
        .mapToLong(event -> event instanceof Event.Prefetched result ? result.bytes() : 0)
        .sum();
  }

  long used() {
    return events.stream().filter(event -> event instanceof Event.PrefetchUsed).count();
  }

  /** Waits until so many results have been brought. */
  void awaitBrought(long number) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (brought() < number) {
      if (System.nanoTime() > end) {
        throw new AssertionError("brought " + brought() + " instead of " + number);
      }
      Thread.onSpinWait();
    }
  }

  /** A name for what nobody made. */
  static CacheKey unknown(int number) {
    return key("unknown " + number);
  }

  @Override
  public void close() {
    prefetch.close();
    store.close();
  }
}

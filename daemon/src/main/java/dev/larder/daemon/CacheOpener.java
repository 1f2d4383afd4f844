package dev.larder.daemon;

import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.config.StoreLevel;
import dev.larder.daemon.engine.Cache;
import dev.larder.daemon.engine.Manifests;
import dev.larder.daemon.explain.Journal;
import dev.larder.daemon.inputs.CallersCalendar;
import dev.larder.daemon.inputs.DigestMemo;
import dev.larder.daemon.inputs.Verifier;
import dev.larder.daemon.inputs.files.FileSystems;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.files.Sha256;
import dev.larder.daemon.inputs.observation.Trail;
import dev.larder.daemon.prefetch.Prefetch;
import dev.larder.daemon.stats.Event;
import dev.larder.daemon.stats.Statistics;
import dev.larder.storage.ReadOnlyStore;
import dev.larder.storage.Store;
import dev.larder.storage.disk.DiskSettings;
import dev.larder.storage.disk.DiskStore;
import dev.larder.storage.memory.MemoryBudget;
import dev.larder.storage.memory.MemoryStore;
import dev.larder.storage.redis.RedisSettings;
import dev.larder.storage.redis.RedisStore;
import dev.larder.storage.redis.Timing;
import dev.larder.storage.tiered.Carrier;
import dev.larder.storage.tiered.Tier;
import dev.larder.storage.tiered.TierEvent;
import dev.larder.storage.tiered.TieredStore;
import dev.larder.storage.tiered.WriteBehindStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Puts together what belongs to one cache directory. All of them share one memory budget. */
final class CacheOpener {
  /* A large build makes some thousand results; what waits is mostly a key and a record of 50 kB. */
  private static final int WAITING = 4096;
  private static final long WAITING_BYTES = 48 << 20;
  private static final int SENDERS = 4;

  /** How long the end may wait for what is still to be sent. */
  static final Duration DRAIN = Duration.ofSeconds(30);

  private final Clock clock;
  private final Kernel kernel = new Kernel();
  private final FileSystems fileSystems = new FileSystems(System::nanoTime);
  private final MemoryBudget memory = new MemoryBudget(0);
  private final ByDirectory<Statistics> statistics;
  private final ByDirectory<Journal> journals;

  CacheOpener(Clock clock, ByDirectory<Statistics> statistics, ByDirectory<Journal> journals) {
    this.clock = clock;
    this.statistics = statistics;
    this.journals = journals;
  }

  Cache open(Configuration configuration) {
    Statistics counted = statistics.of(configuration.directory());
    Stores stores = stores(configuration, counted);
    TieredStore store = stores.all();
    DigestMemo memo =
        DigestMemo.kept(kernel, fileSystems, clock, configuration.directory().resolve("memo"));
    return new Cache(
        store,
        store.near(),
        stores.inFiles(),
        store::farTakes,
        new Manifests(store),
        memo,
        new Verifier(kernel, fileSystems, memo, clock),
        new Trail(kernel, memo, new CallersCalendar(kernel, clock)),
        new Prefetch(stores.far(), counted::count, this::later, System::nanoTime),
        counted,
        journals.of(configuration.directory()));
  }

  private void later(Duration after, Runnable what) {
    CompletableFuture.delayedExecutor(
            after.toNanos(), TimeUnit.NANOSECONDS, work -> Thread.ofVirtual().start(work))
        .execute(what);
  }

  /**
   * @param inFiles the one that keeps entries in files
   * @param far the store from which can be fetched ahead of need
   */
  private record Stores(TieredStore all, Optional<Store> inFiles, Optional<Prefetch.Far> far) {}

  private Stores stores(Configuration configuration, Statistics counted) {
    Consumer<TierEvent> told = event -> counted.count(new Event.AtTier(event));
    List<Tier> tiers = new ArrayList<>();
    long bytes = configuration.memorySize().bytes();
    if (bytes > 0) {
      memory.allow(bytes);
      tiers.add(new Tier(MemoryStore.TIER, new MemoryStore(memory), false));
    }
    Optional<Store> inFiles = Optional.empty();
    Optional<Store> source = Optional.empty();
    Optional<RedisStore> redis = Optional.empty();
    for (StoreLevel level : configuration.chain()) {
      switch (level) {
        case DISK -> {
          Store disk = disk(configuration);
          tiers.add(new Tier(DiskStore.TIER, disk));
          inFiles = Optional.of(disk);
          source = configuration.readOnly() ? Optional.empty() : Optional.of(disk);
        }
        case REDIS -> {
          if (configuration.redis().isPresent()) {
            RedisSettings settings = configuration.redis().get();
            RedisStore opened =
                new RedisStore(settings, Timing.of(settings.patience()), clock, Sha256::of);
            opened.begin();
            tiers.add(redis(opened, settings, source, told));
            // What is fetched ahead needs a place to wait in.
            redis = source.map(disk -> opened);
          }
        }
      }
    }
    TieredStore all = new TieredStore(tiers, told);
    return new Stores(
        all,
        inFiles,
        redis
            .map(RedisStore::ahead)
            .map(
                ahead ->
                    new Prefetch.Far(ahead, new Carrier(all, ahead), tiers.getLast().store())));
  }

  private Store disk(Configuration configuration) {
    Store disk =
        new DiskStore(
            DiskSettings.of(configuration.directory(), configuration.cacheSize().bytes()), clock);
    return configuration.readOnly() ? new ReadOnlyStore(disk) : disk;
  }

  /**
   * @param source a nearer store that has what is to be sent when its turn comes
   */
  private static Tier redis(
      RedisStore redis, RedisSettings settings, Optional<Store> source, Consumer<TierEvent> told) {
    if (settings.readOnly()) {
      return Tier.far(RedisStore.TIER, redis);
    }
    WriteBehindStore.Limits limits =
        new WriteBehindStore.Limits(
            WAITING, WAITING_BYTES, settings.maxEntry(), SENDERS, Duration.ofMillis(500), DRAIN);
    return Tier.far(
        RedisStore.TIER,
        new WriteBehindStore(new Tier(RedisStore.TIER, redis), source, limits, told));
  }
}

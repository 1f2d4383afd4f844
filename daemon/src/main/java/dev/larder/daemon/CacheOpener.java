package dev.larder.daemon;

import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.engine.Cache;
import dev.larder.daemon.engine.Manifests;
import dev.larder.daemon.explain.Journal;
import dev.larder.daemon.inputs.CallersCalendar;
import dev.larder.daemon.inputs.DigestMemo;
import dev.larder.daemon.inputs.Verifier;
import dev.larder.daemon.inputs.files.FileSystems;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.observation.Trail;
import dev.larder.daemon.stats.Event;
import dev.larder.daemon.stats.Statistics;
import dev.larder.storage.Lookup;
import dev.larder.storage.Store;
import dev.larder.storage.disk.DiskSettings;
import dev.larder.storage.disk.DiskStore;
import dev.larder.storage.memory.MemoryBudget;
import dev.larder.storage.memory.MemoryStore;
import dev.larder.storage.tiered.TieredStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Puts together what belongs to one cache directory. All of them share one memory budget. */
final class CacheOpener {
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
    Store store = store(configuration, counted);
    DigestMemo memo =
        DigestMemo.kept(kernel, fileSystems, clock, configuration.directory().resolve("memo"));
    return new Cache(
        store,
        new Manifests(store),
        memo,
        new Verifier(kernel, fileSystems, memo, clock),
        new Trail(kernel, memo, new CallersCalendar(kernel, clock)),
        counted,
        journals.of(configuration.directory()));
  }

  private Store store(Configuration configuration, Statistics counted) {
    DiskSettings disk =
        DiskSettings.of(configuration.directory(), configuration.cacheSize().bytes());
    List<Store> tiers = new ArrayList<>();
    long bytes = configuration.memorySize().bytes();
    if (bytes > 0) {
      memory.allow(bytes);
      tiers.add(new MemoryStore(memory));
    }
    tiers.add(new DiskStore(disk, clock));
    return new TieredStore(
        tiers,
        passedOver -> {
          if (passedOver instanceof Lookup.Corrupted<?>) {
            counted.count(new Event.Corrupted());
          }
        });
  }
}

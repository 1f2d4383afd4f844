package dev.larder.daemon.stats;

import dev.larder.storage.disk.DiskStore;
import dev.larder.storage.memory.MemoryStore;
import dev.larder.storage.tiered.TierEvent;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The numbers while they grow; they never shrink. Safe for use by many threads. */
final class Tallies {
  /** More rows than this are not told apart: a reason that varies without end is a defect. */
  private static final int MAX_ROWS = 300;

  private static final String OTHER = "other";

  private final Map<Counter, LongAdder> counters = new EnumMap<>(Counter.class);
  private final Map<Tally, ConcurrentHashMap<String, LongAdder>> rows = new EnumMap<>(Tally.class);

  Tallies() {
    for (Counter counter : Counter.values()) {
      counters.put(counter, new LongAdder());
    }
    for (Tally tally : Tally.values()) {
      rows.put(tally, new ConcurrentHashMap<>());
    }
  }

  void count(Event event) {
    switch (event) {
      case Event.Requested request -> add(Counter.COMPILE_REQUESTS);
      case Event.NotCompilation call -> add(Counter.REQUESTS_NOT_COMPILE);
      case Event.NotCacheable bypass -> {
        add(Counter.REQUESTS_NOT_CACHEABLE);
        add(Tally.NOT_CACHED, bypass.reason());
      }
      case Event.Unsupported program -> add(Counter.REQUESTS_UNSUPPORTED_COMPILER);
      case Event.Executed request -> add(Counter.REQUESTS_EXECUTED);
      case Event.Hit hit -> {
        add(Tally.CACHE_HITS, hit.language());
        add(Tally.CACHE_HITS_DETAIL, hit.detail());
        add(Counter.CACHE_READ_HIT_DURATION, hit.read());
      }
      case Event.Missed miss -> {
        add(Tally.CACHE_MISSES, miss.language());
        add(Tally.CACHE_MISSES_DETAIL, miss.detail());
      }
      case Event.Compiled run -> {
        add(Counter.COMPILATIONS);
        add(Counter.COMPILER_WRITE_DURATION, run.wall());
      }
      case Event.CompileFailed failure -> add(Counter.COMPILE_FAILS);
      case Event.Written written -> {
        add(Counter.CACHE_WRITES);
        add(Counter.CACHE_WRITE_DURATION, written.write());
      }
      case Event.WriteFailed failure -> {
        add(Counter.CACHE_WRITE_ERRORS);
        add(Tally.WRITE_FAILURES, failure.reason());
      }
      case Event.NotStored refusal -> {
        add(Counter.NON_CACHEABLE_COMPILATIONS);
        add(Tally.NOT_STORED, refusal.reason());
      }
      case Event.CacheTrouble trouble -> {
        add(Tally.CACHE_ERRORS, trouble.language());
        add(Tally.CACHE_ERRORS_DETAIL, trouble.detail());
        add(Tally.CACHE_TROUBLE, trouble.reason());
      }
      case Event.AtTier at -> count(at.what());
      case Event.Recached request -> add(Counter.FORCED_RECACHES);
      case Event.Timeout lookup -> add(Counter.CACHE_TIMEOUTS);
      case Event.Verified check -> {
        add(Counter.VERIFIED_HITS);
        if (!check.equal()) {
          add(Counter.WRONG_HITS);
        }
      }
      case Event.HitNotPlaced hit -> add(Counter.HITS_NOT_PLACED);
      case Event.Prefetched result -> {
        add(Counter.PREFETCHED);
        counterOf(Counter.PREFETCHED_BYTES).add(result.bytes());
      }
      case Event.PrefetchUsed result -> {
        add(Counter.PREFETCH_USED);
        counterOf(Counter.PREFETCH_USED_BYTES).add(result.bytes());
      }
    }
  }

  private void count(TierEvent event) {
    String tier = event.tier();
    switch (event) {
      case TierEvent.Hit hit -> {
        add(Tally.TIER_HITS, tier);
        add(Tally.TIER_HIT_DURATION, tier, Math.max(0, hit.took().toNanos()));
        add(Tally.TIER_BYTES_READ, tier, hit.bytes());
      }
      case TierEvent.Missed miss -> add(Tally.TIER_MISSES, tier);
      case TierEvent.Corrupted corrupted -> {
        add(Counter.CACHE_READ_ERRORS);
        add(Counter.CORRUPTED_ENTRIES);
        add(Tally.TIER_MISSES, tier);
        if (!isLocal(tier)) {
          add(Tally.TIER_TROUBLE, tier + ": " + corrupted.reason());
        }
      }
      case TierEvent.Unavailable unavailable -> {
        add(Tally.TIER_MISSES, tier);
        if (!isLocal(tier)) {
          add(Tally.TIER_TROUBLE, tier + ": " + unavailable.reason());
        }
      }
      case TierEvent.Written written -> {
        add(Tally.TIER_WRITES, tier);
        add(Tally.TIER_WRITE_DURATION, tier, Math.max(0, written.took().toNanos()));
        add(Tally.TIER_BYTES_WRITTEN, tier, written.bytes());
      }
      case TierEvent.WriteFailed failure -> {
        add(Tally.TIER_WRITE_FAILURES, tier);
        if (!isLocal(tier)) {
          add(Tally.TIER_TROUBLE, tier + ": not written: " + failure.reason());
        }
      }
      case TierEvent.Backfilled backfill -> {
        add(Tally.TIER_BACKFILLS_FROM, tier);
        add(Tally.TIER_BACKFILLS_TO, backfill.nearer());
      }
    }
  }

  /** The reasons of the disk name files, and are counted elsewhere. */
  private static boolean isLocal(String tier) {
    return tier.equals(DiskStore.TIER) || tier.equals(MemoryStore.TIER);
  }

  Counts now() {
    EnumMap<Counter, Long> numbers = new EnumMap<>(Counter.class);
    counters.forEach((counter, adder) -> numbers.put(counter, adder.sum()));
    EnumMap<Tally, SortedMap<String, Long>> named = new EnumMap<>(Tally.class);
    rows.forEach(
        (tally, adders) -> {
          SortedMap<String, Long> row = new TreeMap<>();
          adders.forEach((name, adder) -> row.put(name, adder.sum()));
          named.put(tally, row);
        });
    return new Counts(numbers, named);
  }

  private void add(Counter counter) {
    counterOf(counter).increment();
  }

  private void add(Counter counter, Duration duration) {
    counterOf(counter).add(Math.max(0, duration.toNanos()));
  }

  private LongAdder counterOf(Counter counter) {
    return Objects.requireNonNull(counters.get(counter));
  }

  private void add(Tally tally, String name) {
    add(tally, name, 1);
  }

  private void add(Tally tally, String name, long amount) {
    ConcurrentHashMap<String, LongAdder> row = Objects.requireNonNull(rows.get(tally));
    String key = row.size() < MAX_ROWS || row.containsKey(name) ? name : OTHER;
    row.computeIfAbsent(key, absent -> new LongAdder()).add(amount);
  }
}

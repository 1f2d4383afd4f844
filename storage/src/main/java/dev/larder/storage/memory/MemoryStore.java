package dev.larder.storage.memory;

import com.github.benmanes.caffeine.cache.Cache;
import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Description;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import dev.larder.storage.memory.MemoryBudget.Kept;
import dev.larder.storage.memory.MemoryBudget.Records;
import dev.larder.storage.memory.MemoryBudget.Slot;
import dev.larder.storage.memory.MemoryBudget.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A store in memory, bounded in bytes over values and record sets together. */
public final class MemoryStore implements Store {
  /** This tier's name in statistics. */
  public static final String TIER = "memory";

  /** Bytes that are kept by default. */
  public static final long DEFAULT_BUDGET = 32 << 20;

  /** Larger values and sets are left to the next tier, and to the kernel's page cache. */
  public static final int MAX_WEIGHT = 256 << 10;

  /** What a value, a section or a record costs beside its bytes, roughly. */
  private static final int OVERHEAD = 160;

  private final MemoryBudget budget;
  private final int number;
  private final Cache<Slot, Kept> cache;

  /** A store with a budget of its own. */
  public MemoryStore(long budget) {
    this(new MemoryBudget(budget));
  }

  /** A store that shares a budget with others. */
  public MemoryStore(MemoryBudget budget) {
    this.budget = budget;
    this.number = budget.drawStore();
    this.cache = budget.kept();
  }

  private Slot value(CacheKey key) {
    return new Slot(number, false, key);
  }

  private Slot set(CacheKey key) {
    return new Slot(number, true, key);
  }

  @Override
  public Lookup<Entry> get(CacheKey key) {
    return cache.getIfPresent(value(key)) instanceof Value value
        ? new Lookup.Hit<>(value.entry(), TIER)
        : new Lookup.Miss<>();
  }

  @Override
  public boolean isAtHand(CacheKey key) {
    return cache.asMap().containsKey(value(key));
  }

  /** Keeps a small value; what lies in files is read. */
  @Override
  public Outcome put(CacheKey key, Entry entry) {
    long weight = OVERHEAD * (1L + entry.sections().size()) + entry.length();
    if (weight > MAX_WEIGHT) {
      return new Outcome.Declined("too large for memory: " + entry.length() + " bytes");
    }
    List<Entry.Section> sections = new ArrayList<>(entry.sections().size());
    try {
      for (Entry.Section section : entry.sections()) {
        Content bytes = new Content.Bytes(section.content().toBytes());
        sections.add(new Entry.Section(section.name(), section.mode(), bytes));
      }
    } catch (IOException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    }
    cache.put(value(key), new Value(new Entry(sections), (int) weight));
    return new Outcome.Stored();
  }

  @Override
  public Lookup<Iterable<SetRecord>> list(CacheKey set) {
    return cache.getIfPresent(set(set)) instanceof Records records
        ? new Lookup.Hit<>(records.newestFirst(), TIER)
        : new Lookup.Miss<>();
  }

  /** Adds a record; a set that grows too large loses its oldest. */
  @Override
  public Outcome add(CacheKey set, CacheKey name, byte[] record) {
    if (OVERHEAD + record.length > MAX_WEIGHT) {
      return new Outcome.Declined("too large for memory: a record of " + record.length + " bytes");
    }
    SetRecord added = new SetRecord(name, record);
    cache
        .asMap()
        .compute(
            set(set),
            (slot, kept) ->
                with(added, kept instanceof Records records ? records.newestFirst() : List.of()));
    return new Outcome.Stored();
  }

  private static Kept with(SetRecord added, List<SetRecord> before) {
    List<SetRecord> records = new ArrayList<>();
    records.add(added);
    int weight = OVERHEAD + added.content().length;
    for (SetRecord record : before) {
      int next = weight + OVERHEAD + record.content().length;
      if (records.size() == MAX_RECORDS || next > MAX_WEIGHT) {
        break;
      }
      if (!record.name().equals(added.name())) {
        records.add(record);
        weight = next;
      }
    }
    return new Records(List.copyOf(records), weight);
  }

  @Override
  public void remove(CacheKey key) {
    cache.invalidate(value(key));
  }

  @Override
  public Description describe() {
    return new Description(
        "Memory", OptionalLong.of(budget.bytesOf(number)), OptionalLong.of(budget.bytes()));
  }

  @Override
  public void close() {
    budget.forget(number);
  }
}

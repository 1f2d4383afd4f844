package dev.larder.storage.tiered;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Lookup;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * A set's records over all stores, each name once, the nearest store's first. A store is asked when
 * one has walked past what the nearer ones have. Its records are then copied to the nearer ones, as
 * their newest: what was there already was of no use just now.
 */
final class JoinedRecords implements Iterable<SetRecord> {
  private final List<Tier> tiers;
  private final CacheKey set;
  private final BiFunction<Tier, CacheKey, Lookup<Iterable<SetRecord>>> ask;
  private final BiConsumer<Tier, Lookup<?>> passedOver;
  private final List<SetRecord> known = new ArrayList<>();
  private final Set<CacheKey> names = new HashSet<>();
  private int asked;

  /**
   * @param first the index of the nearest store that has records
   * @param records what it has
   * @param ask how a store is asked
   */
  JoinedRecords(
      List<Tier> tiers,
      CacheKey set,
      int first,
      Iterable<SetRecord> records,
      BiFunction<Tier, CacheKey, Lookup<Iterable<SetRecord>>> ask,
      BiConsumer<Tier, Lookup<?>> passedOver) {
    this.tiers = tiers;
    this.set = set;
    this.ask = ask;
    this.passedOver = passedOver;
    join(first, records);
    asked = first + 1;
  }

  private void join(int tier, Iterable<SetRecord> records) {
    List<SetRecord> fresh = new ArrayList<>();
    for (SetRecord record : records) {
      if (known.size() + fresh.size() < Store.MAX_RECORDS && names.add(record.name())) {
        fresh.add(record);
      }
    }
    known.addAll(fresh);
    copy(set, fresh, tiers.subList(0, tier));
  }

  /**
   * Adds records to the set in other stores.
   *
   * @param records newest first
   */
  static void copy(CacheKey set, List<SetRecord> records, List<Tier> nearer) {
    for (Tier tier : nearer) {
      for (SetRecord record : records.reversed()) {
        tier.store().add(set, record.name(), record.content());
      }
    }
  }

  /** The record at an index, if there is one in any store. */
  private synchronized boolean has(int index) {
    while (index >= known.size() && asked < tiers.size() && known.size() < Store.MAX_RECORDS) {
      int tier = asked++;
      switch (ask.apply(tiers.get(tier), set)) {
        case Lookup.Hit<Iterable<SetRecord>> hit -> join(tier, hit.value());
        case Lookup.Miss<Iterable<SetRecord>> miss -> {}
        case Lookup.Corrupted<Iterable<SetRecord>> trouble ->
            passedOver.accept(tiers.get(tier), trouble);
        case Lookup.Unavailable<Iterable<SetRecord>> trouble ->
            passedOver.accept(tiers.get(tier), trouble);
      }
    }
    return index < known.size();
  }

  private synchronized SetRecord at(int index) {
    return known.get(index);
  }

  @Override
  public Iterator<SetRecord> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return has(next);
      }

      @Override
      public SetRecord next() {
        if (!has(next)) {
          throw new NoSuchElementException();
        }
        return at(next++);
      }
    };
  }
}

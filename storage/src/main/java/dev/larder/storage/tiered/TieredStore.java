package dev.larder.storage.tiered;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Description;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Stores from near to far as one. What a far one has is copied to the nearer ones; what is new goes
 * to all. A store that is to be written behind the caller's back sees to that itself.
 */
public final class TieredStore implements Store {
  private final List<Store> tiers;
  private final Consumer<Lookup<?>> passedOver;

  /**
   * @param tiers near to far
   * @param passedOver told of each damaged value and each store out of reach that another store
   *     made up for, or that a worse trouble hid, so that it is counted all the same
   */
  public TieredStore(List<Store> tiers, Consumer<Lookup<?>> passedOver) {
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException("no tiers");
    }
    this.tiers = List.copyOf(tiers);
    this.passedOver = passedOver;
  }

  @Override
  public Lookup<Entry> get(CacheKey key) {
    List<Lookup<Entry>> troubles = new ArrayList<>();
    for (int i = 0; i < tiers.size(); i++) {
      switch (tiers.get(i).get(key)) {
        case Lookup.Hit<Entry> hit -> {
          troubles.forEach(passedOver);
          for (Store nearer : tiers.subList(0, i)) {
            nearer.put(key, hit.value());
          }
          return hit;
        }
        case Lookup.Miss<Entry> miss -> {}
        case Lookup.Corrupted<Entry> trouble -> troubles.add(trouble);
        case Lookup.Unavailable<Entry> trouble -> troubles.add(trouble);
      }
    }
    return worst(troubles);
  }

  /**
   * The records of the nearest store that has some. Who walks past them gets, after those, the
   * records that the next stores have under other names.
   */
  @Override
  public Lookup<Iterable<SetRecord>> list(CacheKey set) {
    List<Lookup<Iterable<SetRecord>>> troubles = new ArrayList<>();
    for (int i = 0; i < tiers.size(); i++) {
      switch (tiers.get(i).list(set)) {
        case Lookup.Hit<Iterable<SetRecord>> hit -> {
          troubles.forEach(passedOver);
          return new Lookup.Hit<>(
              new JoinedRecords(tiers, set, i, hit.value(), passedOver), hit.tier());
        }
        case Lookup.Miss<Iterable<SetRecord>> miss -> {}
        case Lookup.Corrupted<Iterable<SetRecord>> trouble -> troubles.add(trouble);
        case Lookup.Unavailable<Iterable<SetRecord>> trouble -> troubles.add(trouble);
      }
    }
    return worst(troubles);
  }

  /** The trouble to be told as the answer, a damaged value before a store out of reach. */
  private <T> Lookup<T> worst(List<Lookup<T>> troubles) {
    if (troubles.isEmpty()) {
      return new Lookup.Miss<>();
    }
    int index = 0;
    while (index < troubles.size() - 1 && !(troubles.get(index) instanceof Lookup.Corrupted)) {
      index++;
    }
    Lookup<T> answer = troubles.remove(index);
    troubles.forEach(passedOver);
    return answer;
  }

  @Override
  public Outcome put(CacheKey key, Entry entry) {
    return inAll(tier -> tier.put(key, entry));
  }

  @Override
  public Outcome add(CacheKey set, CacheKey name, byte[] record) {
    return inAll(tier -> tier.add(set, name, record));
  }

  /** Failed if one store failed, else stored if one stored it: no failure goes unnoticed. */
  private Outcome inAll(Function<Store, Outcome> operation) {
    List<Outcome> outcomes = tiers.stream().map(operation).toList();
    return outcomes.stream()
        .filter(outcome -> outcome instanceof Outcome.Failed)
        .findFirst()
        .or(() -> outcomes.stream().filter(o -> o instanceof Outcome.Stored).findFirst())
        .orElse(outcomes.getLast());
  }

  @Override
  public void remove(CacheKey key) {
    tiers.forEach(tier -> tier.remove(key));
  }

  /**
   * The farthest store within this machine is what users know as the cache; so the last is shown.
   */
  @Override
  public Description describe() {
    return tiers.getLast().describe();
  }

  /** The stores, near to far. */
  public List<Store> tiers() {
    return tiers;
  }

  @Override
  public void close() {
    tiers.forEach(Store::close);
  }
}

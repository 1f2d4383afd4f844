package dev.larder.storage.tiered;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import java.util.List;
import java.util.Optional;

/** Lands one value at the farthest of some stores that takes it. */
final class NearLanding implements Landing {
  private final List<Tier> stores;
  private Optional<Tier> where = Optional.empty();

  /**
   * @param stores near to far
   */
  NearLanding(List<Tier> stores) {
    this.stores = stores;
  }

  /** Where the value has landed, if it has. */
  Optional<Tier> where() {
    return where;
  }

  @Override
  public boolean isPossible() {
    return stores.stream().anyMatch(tier -> tier.store().landing().isPossible());
  }

  @Override
  public Optional<Arrival> begin(CacheKey key, List<Entry.Line> sections) {
    for (Tier tier : stores.reversed()) {
      Optional<Arrival> begun = tier.store().landing().begin(key, sections);
      if (begun.isPresent()) {
        return Optional.of(new Noted(tier, begun.get()));
      }
    }
    return Optional.empty();
  }

  private final class Noted implements Arrival {
    private final Tier tier;
    private final Arrival arrival;

    Noted(Tier tier, Arrival arrival) {
      this.tier = tier;
      this.arrival = arrival;
    }

    @Override
    public void add(byte[] bytes, int length) {
      arrival.add(bytes, length);
    }

    @Override
    public Optional<Entry> finish() {
      Optional<Entry> landed = arrival.finish();
      if (landed.isPresent()) {
        where = Optional.of(tier);
      }
      return landed;
    }

    @Override
    public void close() {
      arrival.close();
    }
  }
}

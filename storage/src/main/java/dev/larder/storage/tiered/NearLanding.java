package dev.larder.storage.tiered;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import dev.larder.storage.UnfitEntryException;
import java.nio.ByteBuffer;
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
  public Optional<Entry> land(CacheKey key, ByteBuffer packed, long most)
      throws UnfitEntryException {
    for (Tier tier : stores.reversed()) {
      Optional<Entry> landed = tier.store().landing().land(key, packed, most);
      if (landed.isPresent()) {
        where = Optional.of(tier);
        return landed;
      }
    }
    return Optional.empty();
  }
}

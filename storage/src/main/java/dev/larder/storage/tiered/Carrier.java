package dev.larder.storage.tiered;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings what the farthest store of a {@link TieredStore} has to the nearer ones before anybody
 * asks for it. Who asks meanwhile waits until it is there. Trouble is not counted: it has hurt
 * nobody, and whoever asks for the same meets with it again.
 */
public final class Carrier {
  private final TieredStore store;
  private final Source far;

  /**
   * @param far the farthest store, or another way to it
   */
  public Carrier(TieredStore store, Source far) {
    this.store = store;
    this.far = far;
  }

  /** Whether a nearer store has the value already. */
  public boolean isNear(CacheKey key) {
    return store.nearer().stream().anyMatch(tier -> tier.store().isAtHand(key));
  }

  /** Brings a value. */
  public Lookup<Entry> value(CacheKey key) {
    return store.values().bring(key, () -> store.bring(far, key));
  }

  /** Brings the records of a set. */
  public Lookup<Iterable<SetRecord>> records(CacheKey set) {
    return store
        .sets()
        .bring(
            set,
            () -> {
              Lookup<Iterable<SetRecord>> found = far.list(set);
              if (found instanceof Lookup.Hit<Iterable<SetRecord>> hit) {
                List<SetRecord> records = new ArrayList<>();
                hit.value().forEach(records::add);
                JoinedRecords.copy(set, records, store.nearer());
              }
              return found;
            });
  }
}

package dev.larder.storage;

/** What results can be read from. Trouble is in the outcome, never thrown. */
public interface Source {
  /** The value under a key. A damaged one is reported as such, never returned. */
  Lookup<Entry> get(CacheKey key);

  /**
   * The same; what is worth it lands on the way, and the entry is then as it lies there. Where all
   * is near, nothing needs to.
   */
  default Lookup<Entry> get(CacheKey key, Landing landing) {
    return get(key);
  }

  /**
   * The records of a set, newest first, at most {@link Store#MAX_RECORDS}. Who has found what it
   * looks for stops there: where stores are tiered, walking on asks the next tier.
   */
  Lookup<Iterable<SetRecord>> list(CacheKey set);
}

package dev.larder.storage;

import java.nio.file.Path;
import java.util.Optional;

/** A store that is read and never written. Closing it closes the store behind it. */
public final class ReadOnlyStore implements Store {
  private final Store store;

  public ReadOnlyStore(Store store) {
    this.store = store;
  }

  @Override
  public Lookup<Entry> get(CacheKey key) {
    return store.get(key);
  }

  @Override
  public Lookup<Entry> get(CacheKey key, Landing landing) {
    return store.get(key, landing);
  }

  @Override
  public boolean isAtHand(CacheKey key) {
    return store.isAtHand(key);
  }

  @Override
  public Optional<Path> file(CacheKey key) {
    return store.file(key);
  }

  @Override
  public void used(CacheKey set, CacheKey value) {
    store.used(set, value);
  }

  @Override
  public Outcome put(CacheKey key, Entry entry) {
    return declined();
  }

  @Override
  public Lookup<Iterable<SetRecord>> list(CacheKey set) {
    return store.list(set);
  }

  @Override
  public Outcome add(CacheKey set, CacheKey name, byte[] record) {
    return declined();
  }

  /** Does nothing: what others share is not ours to drop. */
  @Override
  public void remove(CacheKey key) {}

  @Override
  public Description describe() {
    return store.describe();
  }

  @Override
  public void close() {
    store.close();
  }

  private static Outcome declined() {
    return new Outcome.Declined("read-only");
  }
}

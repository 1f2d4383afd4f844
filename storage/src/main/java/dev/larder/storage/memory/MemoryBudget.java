package dev.larder.storage.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.SetRecord;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory that any number of {@link MemoryStore}s share: none sees what another keeps, and where it
 * gets scarce, what is used least of all goes first. Safe for many threads.
 */
public final class MemoryBudget {
  /** Where something is kept: in which store, and there as a value or as a set. */
  record Slot(int store, boolean ofSet, CacheKey key) {}

  sealed interface Kept {
    int weight();
  }

  record Value(Entry entry, int weight) implements Kept {}

  record Records(List<SetRecord> newestFirst, int weight) implements Kept {}

  private final Cache<Slot, Kept> kept;
  private final AtomicInteger stores = new AtomicInteger();

  public MemoryBudget(long bytes) {
    this.kept =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((Slot slot, Kept kept) -> kept.weight())
            .executor(Runnable::run)
            .build();
  }

  /** Allows this many bytes, if it was less before. */
  public synchronized void allow(long bytes) {
    Policy.Eviction<Slot, Kept> policy = policy();
    if (policy.getMaximum() < bytes) {
      policy.setMaximum(bytes);
    }
  }

  /** The bytes that all stores together may keep. */
  public long bytes() {
    return policy().getMaximum();
  }

  private Policy.Eviction<Slot, Kept> policy() {
    return kept.policy().eviction().orElseThrow();
  }

  /** A number for a store of its own. */
  int drawStore() {
    return stores.getAndIncrement();
  }

  Cache<Slot, Kept> kept() {
    return kept;
  }

  /** The bytes that one store keeps now. */
  long bytesOf(int store) {
    long bytes = 0;
    for (var each : kept.asMap().entrySet()) {
      if (each.getKey().store() == store) {
        bytes += each.getValue().weight();
      }
    }
    return bytes;
  }

  /** Lets go of all that a store keeps. */
  void forget(int store) {
    kept.asMap().keySet().removeIf(slot -> slot.store() == store);
  }
}

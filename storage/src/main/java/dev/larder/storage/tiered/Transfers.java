package dev.larder.storage.tiered;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Lookup;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What is being brought nearer just now, so that who needs it waits and does not fetch it again.
 */
final class Transfers<T> {
  /* A transfer that comes to a halt ends sooner by itself; this is for one that creeps. */
  private static final long LONGEST_WAIT_SECONDS = 5;

  private final ConcurrentMap<CacheKey, CompletableFuture<Lookup<T>>> underWay =
      new ConcurrentHashMap<>();

  /**
   * Brings something, and has others wait for it until it is in its place.
   *
   * @param transfer fetches it and puts it there
   */
  Lookup<T> bring(CacheKey key, Supplier<Lookup<T>> transfer) {
    CompletableFuture<Lookup<T>> mine = new CompletableFuture<>();
    CompletableFuture<Lookup<T>> others = underWay.putIfAbsent(key, mine);
    if (others != null) {
      return new Lookup.Miss<>(); // whoever brings it already has it to account for
    }
    Lookup<T> result = new Lookup.Unavailable<>("not brought");
    try {
      result = transfer.get();
      return result;
    } finally {
      underWay.remove(key, mine);
      mine.complete(result);
    }
  }

  /** Whether nothing is being brought. */
  boolean isEmpty() {
    return underWay.isEmpty();
  }

  /** What is brought just now under a key, once it is there; empty if it does not come. */
  Optional<Lookup.Hit<T>> await(CacheKey key) {
    CompletableFuture<Lookup<T>> transfer = underWay.get(key);
    if (transfer == null) {
      return Optional.empty();
    }
    try {
      return transfer.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS) instanceof Lookup.Hit<T> hit
          ? Optional.of(hit)
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }
}

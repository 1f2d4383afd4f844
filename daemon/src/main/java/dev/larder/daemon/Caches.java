package dev.larder.daemon;

import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.config.StoreLevel;
import dev.larder.daemon.engine.Cache;
import dev.larder.storage.redis.RedisSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The caches in use: one for each distinct storage configuration that a request came with. */
final class Caches {
  private record Place(
      Path directory,
      long size,
      boolean inMemory,
      boolean readOnly,
      List<StoreLevel> chain,
      Optional<RedisSettings> redis) {
    /*
     * As a record has them, but by hand: the runtime makes theirs when they are first called, and
     * that keeps the daemon's first caller waiting.
     */
    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof Place other
          && directory.equals(other.directory)
          && size == other.size
          && inMemory == other.inMemory
          && readOnly == other.readOnly
          && chain.equals(other.chain)
          && redis.equals(other.redis);
    }

    @Override
    public int hashCode() {
      return directory.hashCode();
    }
  }

  private final ConcurrentMap<Place, Cache> open = new ConcurrentHashMap<>();
  private final Function<Configuration, Cache> opener;

  Caches(Function<Configuration, Cache> opener) {
    this.opener = opener;
  }

  Cache of(Configuration configuration) {
    Place place =
        new Place(
            configuration.directory(),
            configuration.cacheSize().bytes(),
            configuration.memorySize().bytes() > 0,
            configuration.readOnly(),
            configuration.chain(),
            configuration.redis());
    Cache cache = open.get(place);
    return cache != null ? cache : open.computeIfAbsent(place, p -> opener.apply(configuration));
  }

  /** Finishes what is under way and lets go of everything. */
  void close() {
    for (Cache cache : open.values()) {
      cache.prefetch().close();
      cache.store().close();
      cache.memo().close();
    }
    open.clear();
  }
}

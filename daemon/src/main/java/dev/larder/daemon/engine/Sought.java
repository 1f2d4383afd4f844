package dev.larder.daemon.engine;

import dev.larder.daemon.inputs.Digest;
import dev.larder.storage.CacheKey;
import java.util.List;

/**
 * What a compile is looked up by.
 *
 * @param key the action key
 * @param sources the digests of the sources named, which are part of it
 */
record Sought(CacheKey key, List<Digest> sources) {
  Sought {
    sources = List.copyOf(sources);
  }
}

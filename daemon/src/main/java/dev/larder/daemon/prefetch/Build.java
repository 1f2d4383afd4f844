package dev.larder.daemon.prefetch;

import dev.larder.storage.CacheKey;

/** A build as far as is known of it: what it asks for now, and what served it. */
public interface Build {
  /** One of which nothing is noted, and for which nothing is fetched ahead. */
  Build UNKNOWN =
      new Build() {
        @Override
        public void asked(CacheKey action) {}

        @Override
        public void served(CacheKey action, CacheKey result, long bytes) {}

        @Override
        public void kept(CacheKey action, CacheKey result, long bytes) {}
      };

  /** It asks for an action. */
  void asked(CacheKey action);

  /** A kept result serves it. */
  void served(CacheKey action, CacheKey result, long bytes);

  /** A result that it made is kept. */
  void kept(CacheKey action, CacheKey result, long bytes);
}

package dev.larder.daemon.prefetch;

import dev.larder.storage.CacheKey;
import dev.larder.storage.KeyHasher;

/**
 * What builds have in common that ask for mostly the same results.
 *
 * @param lists the record set in which it is kept what they asked for
 */
record Project(CacheKey lists) {
  private static final String PURPOSE = "larder project 1";

  /** The one that a user calls so. */
  static Project named(String name) {
    return of("name", name);
  }

  /** The one that is checked out from there. */
  static Project from(String origin) {
    return of("origin", origin);
  }

  /** The one whose dependencies are locked like this. */
  static Project locked(byte[] content) {
    return new Project(new KeyHasher(PURPOSE).text("lock").bytes(content).toKey());
  }

  private static Project of(String kind, String name) {
    return new Project(new KeyHasher(PURPOSE).text(kind).text(name).toKey());
  }
}

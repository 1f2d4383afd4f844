package dev.larder.storage.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/** A connection to a server, or to a cluster of them. */
interface Connection extends AutoCloseable {
  RedisClusterAsyncCommands<String, byte[]> commands();

  boolean isOpen();

  /** When something was last received, by {@link System#nanoTime}. */
  long lastReceived();

  /** Closes it without waiting. */
  @Override
  void close();
}

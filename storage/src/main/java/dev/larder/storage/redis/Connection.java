package dev.larder.storage.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;

/** A connection to a server, or to a cluster of them. */
interface Connection extends AutoCloseable {
  /** Names are text, all else is bytes. */
  RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);

  RedisClusterAsyncCommands<String, byte[]> commands();

  boolean isOpen();

  /** When something was last received, by {@link System#nanoTime}. */
  long lastReceived();

  /** Closes it without waiting. */
  @Override
  void close();
}

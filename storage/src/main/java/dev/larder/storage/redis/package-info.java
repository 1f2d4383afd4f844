/**
 * The store that a team shares: a Redis, of which nothing is believed unchecked and on which nobody
 * waits for long. Everything that knows the client library is behind {@link
 * dev.larder.storage.redis.RedisStore}, so that its classes are loaded only where a Redis is used.
 */
@NullMarked
package dev.larder.storage.redis;

import org.jspecify.annotations.NullMarked;

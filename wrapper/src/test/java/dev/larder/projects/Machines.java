package dev.larder.projects;

import dev.larder.storage.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Machines that share a Redis, as far as Larder can tell: each has a cache and a daemon. */
public final class Machines implements AutoCloseable {
  private final Path directory;
  private final RedisServer redis;
  private final AtomicInteger machines = new AtomicInteger();

  /** None as yet, with an empty Redis that has its files below a directory. */
  public Machines(Path directory) {
    this.directory = directory;
    this.redis = RedisServer.start(directory.resolve("redis"));
  }

  /** What they share. */
  public RedisServer redis() {
    return redis;
  }

  /** How many keys it has. */
  long keys() {
    return Long.parseLong(redis.cli("DBSIZE"));
  }

  /** Another one. */
  public Installed machine(Map<String, String> settings) throws IOException {
    Path home = Files.createDirectory(directory.resolve("machine-" + machines.incrementAndGet()));
    var all = new HashMap<String, String>();
    all.put("LARDER_REDIS_ENDPOINT", "unix://" + redis.socket());
    // What comes from where is to be seen, on a busy machine as well.
    all.put("LARDER_REDIS_PATIENCE", "10s");
    all.putAll(settings);
    return Installed.in(home).with(all);
  }

  @Override
  public void close() {
    redis.close();
  }
}

package dev.larder.storage.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A master, its replica, and a sentinel that makes the one of the other when it is lost. */
public final class SentinelTeam implements AutoCloseable {
  private final RedisServer master;
  private final RedisServer replica;
  private final Path config;
  private final int port;
  private final Process sentinel;

  private SentinelTeam(
      RedisServer master, RedisServer replica, Path config, int port, Process sentinel) {
    this.master = master;
    this.replica = replica;
    this.config = config;
    this.port = port;
    this.sentinel = sentinel;
  }

  /** Starts the three, with their files in a directory of the test's. */
  public static SentinelTeam start(Path place) {
    RedisServer master = RedisServer.start(place.resolve("master"));
    String of = "127.0.0.1 " + master.port();
    RedisServer replica =
        RedisServer.start(
            place.resolve("replica"), "--replicaof", of, "--repl-diskless-sync-delay", "0");
    int port = RedisServer.freePort();
    Path config = place.resolve("sentinel.conf");
    try {
      Files.writeString(
          config,
          """
          port %d
          dir %s
          sentinel monitor team 127.0.0.1 %d 1
          sentinel down-after-milliseconds team 500
          sentinel failover-timeout team 2000
          """
              .formatted(port, place, master.port()));
      Process sentinel =
          new ProcessBuilder("redis-server", config.toString(), "--sentinel")
              .redirectErrorStream(true)
              .redirectOutput(place.resolve("sentinel.log").toFile())
              .start();
      return new SentinelTeam(master, replica, config, port, sentinel);
    } catch (IOException e) {
      master.close();
      replica.close();
      throw new UncheckedIOException(e);
    }
  }

  /** How a client names it. */
  public String endpoint() {
    return "redis-sentinel://127.0.0.1:" + port + "#team";
  }

  /** Who is the master at first. */
  public RedisServer master() {
    return master;
  }

  /** Who is the master when the first is lost. */
  public RedisServer replica() {
    return replica;
  }

  /** Whether the sentinel knows of both. */
  public boolean isReady() throws IOException {
    return Files.readString(config).contains("known-replica");
  }

  /** Whether the replica has taken over. */
  public boolean hasFailedOver() {
    return replica.cli("ROLE").startsWith("master");
  }

  @Override
  public void close() {
    sentinel.destroyForcibly().onExit().join();
    replica.close();
    master.close();
  }
}

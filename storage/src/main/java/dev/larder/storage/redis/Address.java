package dev.larder.storage.redis;

import java.nio.file.Path;

/** Where a server listens. */
public sealed interface Address {
  /** Redis's own port. */
  int PORT = 6379;

  /** The port of Redis Sentinel. */
  int SENTINEL_PORT = 26379;

  /** A host's name or number, and a port. */
  record Tcp(String host, int port) implements Address {
    public Tcp {
      if (host.isEmpty() || port <= 0 || port > 65_535) {
        throw new IllegalArgumentException("no address: " + host + ":" + port);
      }
    }

    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /** A Unix socket. */
  record Socket(Path path) implements Address {
    @Override
    public String toString() {
      return path.toString();
    }
  }
}

package dev.larder.storage.redis;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Loads the client library when the first connection is made, on the thread that makes it. */
final class LazyConnector implements Connector {
  private final Supplier<Connector> maker;
  private Optional<Connector> made = Optional.empty();
  private boolean closed;

  LazyConnector(Supplier<Connector> maker) {
    this.maker = maker;
  }

  private synchronized Connector made() throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    Connector connector = made.orElseGet(maker);
    made = Optional.of(connector);
    return connector;
  }

  @Override
  public Connection connect()
      throws IOException, ExecutionException, TimeoutException, InterruptedException {
    return made().connect();
  }

  @Override
  public synchronized void close() {
    closed = true;
    made.ifPresent(Connector::close);
  }
}

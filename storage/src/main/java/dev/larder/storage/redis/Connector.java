package dev.larder.storage.redis;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Makes connections. */
interface Connector extends AutoCloseable {
  /** Waits until there is one. */
  Connection connect()
      throws IOException, ExecutionException, TimeoutException, InterruptedException;

  /** Lets go of all that its connections share. */
  @Override
  void close();
}

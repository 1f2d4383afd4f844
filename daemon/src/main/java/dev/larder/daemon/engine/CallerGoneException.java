package dev.larder.daemon.engine;

import java.io.IOException;
import java.io.Serial;

/** The wrapper closed the connection, or was killed. */
public final class CallerGoneException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  public CallerGoneException() {
    super("the caller is gone");
  }
}

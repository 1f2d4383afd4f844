package dev.larder.daemon.protocol;

import java.io.IOException;
import java.io.Serial;

/** Bytes that are no message of the protocol. */
public final class ProtocolException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  public ProtocolException(String message) {
    super(message);
  }

  public ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}

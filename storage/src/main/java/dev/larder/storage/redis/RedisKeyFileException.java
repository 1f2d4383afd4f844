package dev.larder.storage.redis;

import java.io.IOException;

/** A file that the settings name for a password, a key or a certificate can not be used. */
final class RedisKeyFileException extends IOException {
  private static final long serialVersionUID = 1;

  RedisKeyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.larder.daemon.engine;

import dev.larder.storage.CacheKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Makes a key from fields. Each field is preceded by its length, and the whole by what it is a key
 * of, so that no two lists of fields, and no two kinds of key, give the same bytes.
 */
final class KeyHasher {
  /** Goes up whenever what is stored under a key changes its meaning; old entries then rest. */
  static final String FORMAT = "larder 1 ";

  private final MessageDigest digest;
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

  /**
   * Begins a key.
   *
   * @param kind what it is a key of: {@code action}, {@code result}
   */
  KeyHasher(String kind) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    add(FORMAT + kind);
  }

  KeyHasher add(byte[] field) {
    digest.update(length.clear().putInt(field.length).flip());
    digest.update(field);
    return this;
  }

  KeyHasher add(String field) {
    return add(field.getBytes(StandardCharsets.UTF_8));
  }

  CacheKey key() {
    return CacheKey.of(digest.digest());
  }
}

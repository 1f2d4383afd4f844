package dev.larder.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Makes a {@link CacheKey} of fields. Each field goes in with its length before it, so that two
 * lists of fields never run together into the same bytes. Not safe for use by several threads.
 */
public final class KeyHasher {
  private final MessageDigest digest;

  /**
   * @param purpose what the key is for, with a version; keys of different purposes never meet
   */
  public KeyHasher(String purpose) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    text(purpose);
  }

  /** Adds a field of bytes. */
  public KeyHasher bytes(byte[] field) {
    length(field.length);
    digest.update(field);
    return this;
  }

  /** Adds a field of text, as UTF-8. */
  public KeyHasher text(String field) {
    return bytes(field.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a number. */
  public KeyHasher number(long field) {
    length(Long.BYTES);
    length(field);
    return this;
  }

  /** Adds another key. */
  public KeyHasher key(CacheKey field) {
    return bytes(field.bytes());
  }

  /** The key of all fields so far. The hasher starts anew, without a purpose. */
  public CacheKey toKey() {
    return CacheKey.of(digest.digest());
  }

  private void length(long value) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
  }
}

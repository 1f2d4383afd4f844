package dev.larder.storage;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name under which a value or a record set is kept: 32 bytes, a SHA-256. Immutable; equal by
 * content.
 */
public final class CacheKey {
  /** Bytes in a key. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private CacheKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The key of these bytes, which are copied.
   *
   * @throws IllegalArgumentException unless there are {@value #LENGTH} bytes
   */
  public static CacheKey of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a key has " + LENGTH + " bytes, not " + bytes.length);
    }
    return new CacheKey(bytes.clone());
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** 64 lower-case hex digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    // A digest's bytes are as good as any hash of them.
    return (bytes[0] << 24)
        | ((bytes[1] & 0xff) << 16)
        | ((bytes[2] & 0xff) << 8)
        | (bytes[3] & 0xff);
  }

  @Override
  public String toString() {
    return hex();
  }
}

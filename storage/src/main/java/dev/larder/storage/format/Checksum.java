package dev.larder.storage.format;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Tells damaged bytes from whole ones: CRC-32C and CRC-32 side by side, 64 bits. Not safe for use
 * by several threads.
 */
/*
 * Two CRCs of different polynomials are the remainder by their product, a CRC of 64 bits: a damaged
 * stretch of up to 64 bits is always found, any other with all but one chance in 2^64. Both are
 * intrinsics of the JVM from its first moment. A native XXH3-128 is no faster over a file's bytes,
 * and the library and its bindings take more than 100 ms to load, which a fresh daemon would spend
 * in its first hit. Neither protects against who may write to the directory; what comes from others
 * is verified by SHA-256 before it gets here.
 */
public final class Checksum {
  /** Bytes of a stored checksum. */
  public static final int LENGTH = Long.BYTES;

  private final CRC32C first = new CRC32C();
  private final CRC32 second = new CRC32();

  /** The checksum of a part of an array. */
  public static long of(byte[] bytes, int offset, int length) {
    Checksum checksum = new Checksum();
    checksum.update(bytes, offset, length);
    return checksum.value();
  }

  /** The checksum of an array. */
  public static long of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** The checksum of what remains in a buffer, whose position stays. */
  public static long of(ByteBuffer bytes) {
    Checksum checksum = new Checksum();
    checksum.first.update(bytes.duplicate());
    checksum.second.update(bytes.duplicate());
    return checksum.value();
  }

  /** Adds bytes. */
  public void update(byte[] bytes, int offset, int length) {
    first.update(bytes, offset, length);
    second.update(bytes, offset, length);
  }

  /** The checksum of all bytes so far. */
  public long value() {
    return first.getValue() << 32 | second.getValue();
  }
}

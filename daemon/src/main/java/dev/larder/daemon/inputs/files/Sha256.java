package dev.larder.daemon.inputs.files;

import java.util.Objects;

/** SHA-256 with the processor's own instructions, whatever compiled the Java around it. */
public final class Sha256 {
  private static final int LENGTH = 32;

  private Sha256() {}

  /** The digest's 32 bytes. */
  public static byte[] of(byte[] bytes) {
    return of(bytes, 0);
  }

  /** The same over all bytes from an index on. */
  public static byte[] of(byte[] bytes, int from) {
    Objects.checkIndex(from, bytes.length + 1);
    byte[] digest = new byte[LENGTH];
    NativeCalls.digestBytes(bytes, from, digest);
    return digest;
  }
}

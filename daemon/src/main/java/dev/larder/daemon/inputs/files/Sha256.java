package dev.larder.daemon.inputs.files;

/** SHA-256 with the processor's own instructions, whatever compiled the Java around it. */
public final class Sha256 {
  private static final int LENGTH = 32;

  private Sha256() {}

  /** The digest's 32 bytes. */
  public static byte[] of(byte[] bytes) {
    byte[] digest = new byte[LENGTH];
    NativeCalls.digestBytes(bytes, digest);
    return digest;
  }
}

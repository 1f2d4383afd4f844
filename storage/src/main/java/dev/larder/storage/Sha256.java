package dev.larder.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Computes SHA-256, by whatever does it best where the store is used. */
public interface Sha256 {
  /** The runtime's own. */
  Sha256 OF_THE_RUNTIME =
      (bytes, from) -> {
        try {
          MessageDigest digest = MessageDigest.getInstance("SHA-256");
          digest.update(bytes, from, bytes.length - from);
          return digest.digest();
        } catch (NoSuchAlgorithmException e) {
          throw new IllegalStateException("every JDK has SHA-256", e);
        }
      };

  /** The digest's 32 bytes, of all bytes from an index on. */
  byte[] of(byte[] bytes, int from);
}

package dev.larder.storage.redis;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a connection is encrypted.
 *
 * @param authorities a file of certificates in PEM to trust; else those of the system
 * @param certificate this client's certificate (chain) in PEM
 * @param key the private key that belongs to it, PKCS #8 in PEM
 * @param insecure whether anybody is believed to be the server
 */
public record Tls(
    Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key, boolean insecure) {
  /** As the system has it. */
  public static final Tls STANDARD =
      new Tls(Optional.empty(), Optional.empty(), Optional.empty(), false);
}

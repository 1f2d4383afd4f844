package dev.larder.storage.redis;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whose entries are believed.
 *
 * @param signer the file of the private key by which what is written is signed, if it is
 * @param trusted the files of the public keys by one of which what is read must be signed; empty if
 *     all is believed that is whole
 */
public record Trust(Optional<Path> signer, List<Path> trusted) {
  /** No signatures. */
  public static final Trust NONE = new Trust(Optional.empty(), List.of());

  public Trust {
    trusted = List.copyOf(trusted);
  }
}

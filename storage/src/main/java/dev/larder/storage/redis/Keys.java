package dev.larder.storage.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;

/** Pairs of keys for signatures. */
public final class Keys {
  private Keys() {}

  /**
   * Makes a pair: the private key in a file that only its owner reads, the public one beside it.
   *
   * @return the file of the public key
   * @throws IOException if one of the files is there already, or can not be written
   */
  public static Path generate(Path file) throws IOException {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      Path other = file.resolveSibling(file.getFileName() + ".pub");
      write(file, "rw-------", "PRIVATE KEY", pair.getPrivate().getEncoded());
      write(other, "rw-r--r--", "PUBLIC KEY", pair.getPublic().getEncoded());
      return other;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  private static void write(Path file, String mode, String label, byte[] bytes) throws IOException {
    String text =
        "-----BEGIN "
            + label
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
            + "\n-----END "
            + label
            + "-----\n";
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
      channel.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
  }
}

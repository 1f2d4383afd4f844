package dev.larder.storage.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Signs what is written and checks what is read: Ed25519, by the keys that the settings name. */
final class Signatures {
  /** Bytes of a signature. */
  static final int LENGTH = 64;

  private static final String ALGORITHM = "Ed25519";
  private static final int LONGEST_FILE = 64 << 10;

  private final Optional<PrivateKey> signer;
  private final List<PublicKey> trusted;
  private final boolean required;

  private Signatures(Optional<PrivateKey> signer, List<PublicKey> trusted, boolean required) {
    this.signer = signer;
    this.trusted = List.copyOf(trusted);
    this.required = required;
  }

  /** Without keys, nothing is signed or asked for. */
  static final Signatures NONE = new Signatures(Optional.empty(), List.of(), false);

  /**
   * Reads the keys.
   *
   * @throws IOException if a file is no key; its content is not told
   */
  static Signatures of(Trust trust) throws IOException {
    Optional<PrivateKey> signer = Optional.empty();
    if (trust.signer().isPresent()) {
      Path file = trust.signer().get();
      try {
        signer =
            Optional.of(
                KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(pem(file, "PRIVATE KEY"))));
      } catch (GeneralSecurityException e) {
        throw new IOException(file + " is no private key of Ed25519", e);
      }
    }
    List<PublicKey> trusted = new ArrayList<>();
    for (Path file : trust.trusted()) {
      try {
        trusted.add(
            KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new X509EncodedKeySpec(pem(file, "PUBLIC KEY"))));
      } catch (GeneralSecurityException e) {
        throw new IOException(file + " is no public key of Ed25519", e);
      }
    }
    return new Signatures(signer, trusted, !trust.trusted().isEmpty());
  }

  private static byte[] pem(Path file, String label) throws IOException {
    if (Files.size(file) > LONGEST_FILE) {
      throw new IOException(file + " is too long for a key");
    }
    String text = Files.readString(file);
    String begin = "-----BEGIN " + label + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new IOException(file + " has no " + label);
    }
    try {
      return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no PEM", e);
    }
  }

  /** Whether what is written is to be signed. */
  boolean signs() {
    return signer.isPresent();
  }

  /** Whether what is read has to be signed. */
  boolean required() {
    return required;
  }

  /** A signature, if there is a key for it. */
  Optional<byte[]> sign(byte[] message) {
    if (signer.isEmpty()) {
      return Optional.empty();
    }
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(signer.get());
      signature.update(message);
      return Optional.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK signs by " + ALGORITHM, e);
    }
  }

  /** Whether one of the keys that are trusted made this signature. */
  boolean accepts(byte[] message, byte[] signature) {
    for (PublicKey key : trusted) {
      try {
        Signature check = Signature.getInstance(ALGORITHM);
        check.initVerify(key);
        check.update(message);
        if (check.verify(signature)) {
          return true;
        }
      } catch (GeneralSecurityException malformed) {
        // Another key may accept it.
      }
    }
    return false;
  }
}

package dev.larder.daemon.explain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A piece of what told one compile from others.
 *
 * @param label what it is: {@code argument}, {@code variable CPATH}, {@code source}, {@code
 *     compiler}; only {@code argument} comes more than once
 * @param value what it was; of a variable only a digest
 */
public record Part(String label, String value) {
  static final String ARGUMENT = "argument";

  private static final String VARIABLE = "variable";
  private static final int DIGEST_LENGTH = 8;

  /**
   * A part that may go to disk: where the label begins with {@code variable}, the value may be a
   * secret, and a digest takes its place.
   */
  public static Part of(String label, String value) {
    return new Part(label, label.startsWith(VARIABLE) ? digest(value) : value);
  }

  private static String digest(String value) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether the value means something to a reader. */
  boolean isReadable() {
    return value.length() <= 80 && !value.matches("[0-9a-f]{16,}") && !label.startsWith(VARIABLE);
  }
}

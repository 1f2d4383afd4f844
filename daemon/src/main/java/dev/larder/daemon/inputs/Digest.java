package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A SHA-256 as four big-endian words: a value, equal by content.
 *
 * @param first bytes 0 to 7
 * @param second bytes 8 to 15
 * @param third bytes 16 to 23
 * @param fourth bytes 24 to 31
 */
public record Digest(long first, long second, long third, long fourth) {
  /** Bytes in a digest. */
  public static final int LENGTH = 32;

  /**
   * The digest with these bytes.
   *
   * @throws IllegalArgumentException unless there are {@value #LENGTH} bytes
   */
  public static Digest of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a digest has " + LENGTH + " bytes, not " + bytes.length);
    }
    return read(ByteBuffer.wrap(bytes));
  }

  /**
   * The digest of these bytes in a domain of their own.
   *
   * @param domain says what is digested; digests of different domains never meet. Empty for the
   *     plain SHA-256, which is kept for the content of files.
   */
  public static Digest compute(String domain, byte[] bytes) {
    if (domain.isEmpty()) {
      return of(Sha256.of(bytes));
    }
    byte[] label = domain.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + label.length + bytes.length);
    all.putInt(label.length).put(label).put(bytes);
    return of(Sha256.of(all.array()));
  }

  /** The digest of a text, as UTF-8, in a domain. */
  public static Digest compute(String domain, String text) {
    return compute(domain, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes the next {@value #LENGTH} bytes. */
  static Digest read(ByteBuffer source) {
    return new Digest(source.getLong(), source.getLong(), source.getLong(), source.getLong());
  }

  /** Appends the {@value #LENGTH} bytes. */
  void write(ByteBuffer target) {
    target.putLong(first).putLong(second).putLong(third).putLong(fourth);
  }

  /** The bytes, a new array each time. */
  public byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    write(bytes);
    return bytes.array();
  }

  /** 64 lower-case hex digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  @Override
  public String toString() {
    return hex();
  }
}

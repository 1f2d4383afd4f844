package dev.larder.daemon.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A path, an argument or a variable as Linux has it: bytes, that mostly are UTF-8. */
public final class Text {
  private final byte[] bytes;

  private Text(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the array as its own. */
  public static Text of(byte[] bytes) {
    return new Text(bytes);
  }

  /** The UTF-8 form. */
  public static Text of(String string) {
    return new Text(string.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return bytes.length;
  }

  /** The bytes themselves, not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** What these bytes spell in UTF-8, or empty if they do not. */
  public Optional<String> decoded() {
    for (byte b : bytes) {
      if (b < 0) {
        return strictly();
      }
    }
    return Optional.of(new String(bytes, StandardCharsets.US_ASCII));
  }

  /** A string that stands for these bytes and no others: for comparing and hashing only. */
  public String lossless() {
    return decoded().orElseGet(() -> '\uFFFF' + new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private Optional<String> strictly() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Text text && Arrays.equals(bytes, text.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

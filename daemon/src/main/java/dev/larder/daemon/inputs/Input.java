package dev.larder.daemon.inputs;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link FactCodec} writes, and takes no size on trust. */
final class Input {
  private final ByteBuffer bytes;

  Input(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** The bytes are not what they should be. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }
  }

  long longNumber() throws DamagedException {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte next = take(1).get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new DamagedException("a number of more than 63 bits");
  }

  int number(int most) throws DamagedException {
    long value = longNumber();
    if (value > most) {
      throw new DamagedException(value + " where at most " + most + " is allowed");
    }
    return (int) value;
  }

  byte[] text() throws DamagedException {
    ByteBuffer taken = take(number(Integer.MAX_VALUE));
    byte[] text = new byte[taken.remaining()];
    taken.get(text);
    return text;
  }

  Digest digest() throws DamagedException {
    return Digest.read(take(Digest.LENGTH));
  }

  List<String> strings() throws DamagedException {
    int count = number(bytes.remaining());
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      strings.add(string(text()));
    }
    return strings;
  }

  void end() throws DamagedException {
    if (bytes.hasRemaining()) {
      throw new DamagedException(bytes.remaining() + " bytes too many");
    }
  }

  static String string(byte[] text) throws DamagedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw new DamagedException("a name that is not UTF-8");
    }
  }

  private ByteBuffer take(int length) throws DamagedException {
    if (bytes.remaining() < length) {
      throw new DamagedException("cut short at byte " + bytes.position());
    }
    bytes.position(bytes.position() + length);
    return bytes.slice(bytes.position() - length, length);
  }
}

package dev.larder.daemon.inputs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
      byte next = next();
      value |= (next & 0x7fL) << shift;
      if (next == 0 && shift > 0) {
        throw new DamagedException("a number that could be shorter");
      }
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
      byte[] text = text();
      strings.add(string(text, text.length));
    }
    return strings;
  }

  void end() throws DamagedException {
    if (bytes.hasRemaining()) {
      throw new DamagedException(bytes.remaining() + " bytes too many");
    }
  }

  int remaining() {
    return bytes.remaining();
  }

  private byte next() throws DamagedException {
    if (!bytes.hasRemaining()) {
      throw new DamagedException("cut short at byte " + bytes.position());
    }
    return bytes.get();
  }

  /** Copies the next bytes. */
  void copy(byte[] target, int offset, int length) throws DamagedException {
    if (bytes.remaining() < length) {
      throw new DamagedException("cut short at byte " + bytes.position());
    }
    bytes.get(target, offset, length);
  }

  static String string(byte[] text, int length) throws DamagedException {
    String string = new String(text, 0, length, StandardCharsets.UTF_8);
    // What can not be decoded is replaced by this character, which may also stand for itself.
    if (string.indexOf('\ufffd') >= 0
        && !Arrays.equals(string.getBytes(StandardCharsets.UTF_8), Arrays.copyOf(text, length))) {
      throw new DamagedException("a name that is not UTF-8");
    }
    return string;
  }

  private ByteBuffer take(int length) throws DamagedException {
    if (bytes.remaining() < length) {
      throw new DamagedException("cut short at byte " + bytes.position());
    }
    bytes.position(bytes.position() + length);
    return bytes.slice(bytes.position() - length, length);
  }
}

package dev.larder.wrapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * One frame of docs/PROTOCOL.md. Strings stand for bytes, one char each.
 *
 * @param type its number
 * @param payload what follows
 */
record Frame(int type, String payload) {
  static final int REQUEST = 0x01;
  static final int STDOUT = 0x02;
  static final int STDERR = 0x03;
  static final int REPORT = 0x04;
  static final int PLACED = 0x05;
  static final int CANCELLED = 0x06;

  static Frame exec() {
    return new Frame(0x41, bytes("because"));
  }

  static Frame run(List<String> arguments, String... edits) {
    return new Frame(0x42, list(arguments) + list(List.of(edits)));
  }

  static Frame waiting() {
    return new Frame(0x43, "");
  }

  static Frame stdout(String text) {
    return new Frame(0x44, text);
  }

  static Frame stderr(String text) {
    return new Frame(0x45, text);
  }

  static Frame output(String path, int mode, String content) {
    return new Frame(0x46, bytes(path) + u32(mode) + "\0" + content);
  }

  static Frame part(String path, int mode, Path file, long offset, long length) {
    return new Frame(
        0x46, bytes(path) + u32(mode) + "\1" + bytes(file.toString()) + u64(offset) + u64(length));
  }

  /** A file of the cache that may be taken. */
  static Frame spare(String path, int mode, Path file, long length) {
    return new Frame(
        0x46, bytes(path) + u32(mode) + "\3" + bytes(file.toString()) + u64(0) + u64(length));
  }

  static Frame exit(int status) {
    return new Frame(0x47, u32(status));
  }

  static Frame done() {
    return new Frame(0x48, "");
  }

  static Frame cancel() {
    return new Frame(0x49, "");
  }

  /** As it goes over the socket. */
  byte[] encoded() {
    var out = new ByteArrayOutputStream();
    try (var data = new DataOutputStream(out)) {
      data.writeInt(payload.length() + 1);
      data.writeByte(type);
      data.write(payload.getBytes(ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The payload, to be read field by field. */
  ByteBuffer fields() {
    return ByteBuffer.wrap(payload.getBytes(ISO_8859_1));
  }

  private static String list(List<String> strings) {
    var list = new StringBuilder(u32(strings.size()));
    strings.forEach(string -> list.append(bytes(string)));
    return list.toString();
  }

  private static String bytes(String string) {
    return u32(string.length()) + string;
  }

  private static String u32(int value) {
    return new String(ByteBuffer.allocate(4).putInt(value).array(), ISO_8859_1);
  }

  private static String u64(long value) {
    return new String(ByteBuffer.allocate(8).putLong(value).array(), ISO_8859_1);
  }
}

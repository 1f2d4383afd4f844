package dev.larder.wrapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** The request as the partner got it; strings stand for bytes, one char each. */
record Request(
    int version,
    int kind,
    int flags,
    int umask,
    int pid,
    long mounts,
    long rootDevice,
    long rootInode,
    String cwd,
    String program,
    List<String> arguments,
    List<String> environment) {

  static Request of(Frame frame) {
    if (frame.type() != Frame.REQUEST) {
      throw new AssertionError("not a request: " + frame);
    }
    ByteBuffer fields = frame.fields();
    return new Request(
        fields.getShort(),
        fields.get(),
        fields.get(),
        fields.getInt(),
        fields.getInt(),
        fields.getLong(),
        fields.getLong(),
        fields.getLong(),
        string(fields),
        string(fields),
        list(fields),
        list(fields));
  }

  private static String string(ByteBuffer fields) {
    byte[] bytes = new byte[fields.getInt()];
    fields.get(bytes);
    return new String(bytes, ISO_8859_1);
  }

  private static List<String> list(ByteBuffer fields) {
    int count = fields.getInt();
    return IntStream.range(0, count).mapToObj(i -> string(fields)).toList();
  }
}

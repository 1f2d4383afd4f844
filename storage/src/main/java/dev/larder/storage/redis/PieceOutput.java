package dev.larder.storage.redis;

import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;

/**
 * A piece of a value, read to its place in an array and not by way of one of its own: megabytes
 * that live for a moment keep the collector busy. Its result is how many bytes came.
 */
final class PieceOutput extends CommandOutput<String, byte[], Integer> {
  private final byte[] whole;
  private final int from;
  private final int length;

  PieceOutput(byte[] whole, int from, int length) {
    super(Connection.CODEC, 0);
    this.whole = whole;
    this.from = from;
    this.length = length;
  }

  /** Where the piece begins in the value. */
  int from() {
    return from;
  }

  /** Its last byte there. */
  int to() {
    return from + length - 1;
  }

  @Override
  public void set(ByteBuffer bytes) {
    output = bytes == null ? 0 : bytes.remaining();
    if (output == length) {
      bytes.get(whole, from, length);
    }
  }
}

package dev.larder.daemon.inputs.observation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes into a region as an observer does, by docs/PROTOCOL.md alone. */
final class RegionWriter {
  private final MappedByteBuffer memory;
  private final int log;
  private int at;

  RegionWriter(Region region) throws IOException {
    String variable = region.variable();
    int colon = variable.lastIndexOf(':');
    try (FileChannel file =
        FileChannel.open(
            Path.of(variable.substring(0, colon)),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      memory = file.map(FileChannel.MapMode.READ_WRITE, 0, file.size());
    }
    memory.order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    memory.get(0, magic);
    if (!new String(magic, StandardCharsets.US_ASCII).equals("LARDREG1")
        || memory.getLong(8) != Long.parseUnsignedLong(variable.substring(colon + 1), 16)
        || memory.getInt(16) != 1) {
      throw new IOException("no region: " + variable);
    }
    log = Math.toIntExact(memory.getLong(40));
  }

  int kinds() {
    return memory.getInt(20);
  }

  void trouble(int bits) {
    memory.putInt(72, bits);
  }

  void reserved(long bytes) {
    memory.putLong(64, bytes);
  }

  long capacity() {
    return memory.getLong(48);
  }

  /** Where the next record goes, for damage. */
  ByteBuffer raw() {
    return memory.slice(log, memory.capacity() - log).order(ByteOrder.LITTLE_ENDIAN);
  }

  void write(int kind, int state, int flags, int pid, int result, int extra, String payload) {
    write(kind, state, flags, pid, result, extra, payload.getBytes(StandardCharsets.UTF_8));
  }

  void write(int kind, int state, int flags, int pid, int result, int extra, byte[] payload) {
    int length = (24 + payload.length + 7) & ~7;
    memory.putInt(log + at, length);
    memory.putShort(log + at + 4, (short) kind);
    memory.put(log + at + 6, (byte) state);
    memory.put(log + at + 7, (byte) flags);
    memory.putInt(log + at + 8, pid);
    memory.putInt(log + at + 12, result);
    memory.putInt(log + at + 16, payload.length);
    memory.putInt(log + at + 20, extra);
    memory.put(log + at + 24, payload);
    at += length;
    memory.putLong(64, at);
  }
}

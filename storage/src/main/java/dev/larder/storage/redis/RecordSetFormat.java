package dev.larder.storage.redis;

import dev.larder.storage.CacheKey;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import dev.larder.storage.format.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A record as the value of one field of its set's hash. */
/*
 * In an envelope, big-endian: the set's key, the record's name, u64 microseconds since 1970 at which
 * it was added, u32 bytes of its content, and the content as a zstd frame.
 */
final class RecordSetFormat {
  private static final int FIXED = 2 * CacheKey.LENGTH + 8 + 4;

  private final Envelope envelope;

  RecordSetFormat(Envelope envelope) {
    this.envelope = envelope;
  }

  /** A record that was read, and when its writer says that it was added. */
  record Dated(SetRecord record, long micros) {}

  byte[] encode(CacheKey set, CacheKey name, byte[] content, long micros) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 3 + 256);
    try {
      DataOutputStream header = new DataOutputStream(out);
      header.write(new byte[Envelope.LENGTH]);
      header.write(set.bytes());
      header.write(name.bytes());
      header.writeLong(micros);
      header.writeInt(content.length);
      try (OutputStream compressed = Compression.into(out, content.length)) {
        compressed.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is all in memory
    }
    byte[] bytes = out.toByteArray();
    envelope.seal(Envelope.Kind.RECORD, bytes);
    return bytes;
  }

  /** The memory that a record may take by its own account. */
  long declaredLength(byte[] bytes) {
    int at = Envelope.LENGTH + FIXED - Integer.BYTES;
    int declared = bytes.length < at + Integer.BYTES ? 0 : ByteBuffer.wrap(bytes).getInt(at);
    return Math.clamp(declared, 0, Store.MAX_RECORD_LENGTH);
  }

  /**
   * The record, if it is one, and of this set.
   *
   * @param largest bytes that its content may have
   */
  Optional<Dated> decode(CacheKey set, byte[] bytes, long largest) {
    if (!(envelope.open(Envelope.Kind.RECORD, bytes) instanceof Envelope.Opened.Sound sound)) {
      return Optional.empty();
    }
    ByteBuffer in = sound.content();
    if (in.remaining() < FIXED) {
      return Optional.empty();
    }
    byte[] key = new byte[CacheKey.LENGTH];
    in.get(key);
    boolean own = CacheKey.of(key).equals(set);
    in.get(key);
    long micros = in.getLong();
    int length = in.getInt();
    if (!own || length < 0 || length > Math.min(largest, Store.MAX_RECORD_LENGTH)) {
      return Optional.empty();
    }
    InputStream frame =
        new ByteArrayInputStream(in.array(), in.arrayOffset() + in.position(), in.remaining());
    try (InputStream content = Compression.from(frame)) {
      byte[] record = Compression.exactly(content, length);
      return content.read() >= 0
          ? Optional.empty()
          : Optional.of(new Dated(new SetRecord(CacheKey.of(key), record), micros));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}

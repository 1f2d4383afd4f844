package dev.larder.storage.redis;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An entry as one value. */
/*
 * In an envelope, big-endian:
 *
 *    the key
 *    u32  number of sections
 *    u64  bytes of their contents together
 *    for each: u8 length of the name, name, u16 mode, u64 length
 *    one zstd frame: their contents, one after the other
 */
final class ValueFormat {
  private static final int LINE = 1 + 2 + 8;
  private static final int FIXED = CacheKey.LENGTH + 4 + 8;
  private static final int PIECE = 64 << 10;

  private final Envelope envelope;
  private final long maxEntry;

  ValueFormat(Envelope envelope, long maxEntry) {
    this.envelope = envelope;
    this.maxEntry = maxEntry;
  }

  /** What reading came to. */
  sealed interface Decoded {
    record Whole(Entry entry) implements Decoded {}

    record Unfit(String reason) implements Decoded {}
  }

  /** A value that is longer than this is not looked at. */
  long longest() {
    // What can not be compressed grows by less than this.
    return maxEntry + maxEntry / 128 + Entry.MAX_SECTIONS * (LINE + 255) + (64 << 10);
  }

  /**
   * The bytes to be stored.
   *
   * @throws IOException if a file that the entry names can not be read, or is too short
   */
  byte[] encode(CacheKey key, Entry entry) throws IOException {
    Bytes out = new Bytes();
    out.write(new byte[Envelope.LENGTH]);
    DataOutputStream header = new DataOutputStream(out);
    header.write(key.bytes());
    header.writeInt(entry.sections().size());
    header.writeLong(entry.length());
    for (Entry.Section section : entry.sections()) {
      header.writeByte(section.name().length());
      header.write(section.name().getBytes(StandardCharsets.US_ASCII));
      header.writeShort(section.mode());
      header.writeLong(section.content().length());
    }
    try (OutputStream contents = Compression.into(out, entry.length())) {
      for (Entry.Section section : entry.sections()) {
        write(section.content(), contents);
      }
    }
    byte[] bytes = out.toByteArray();
    envelope.seal(Envelope.Kind.VALUE, bytes);
    return bytes;
  }

  /** Without the locks of its parent's. */
  private static final class Bytes extends ByteArrayOutputStream {
    @Override
    public void write(byte[] bytes) {
      write(bytes, 0, bytes.length);
    }
  }

  private static void write(Content content, OutputStream out) throws IOException {
    switch (content) {
      case Content.Bytes bytes -> out.write(bytes.array());
      case Content.Stretch stretch -> {
        try (InputStream in = Files.newInputStream(stretch.file())) {
          in.skipNBytes(stretch.offset());
          byte[] piece = new byte[PIECE];
          long left = stretch.length();
          while (left > 0) {
            int read = in.read(piece, 0, (int) Math.min(left, piece.length));
            if (read < 0) {
              throw new EOFException(stretch.file() + " is shorter than it was");
            }
            out.write(piece, 0, read);
            left -= read;
          }
        }
      }
    }
  }

  /** The memory that the entry may take by its own account, of which the beginning is given. */
  long declaredLength(byte[] start) {
    int at = Envelope.LENGTH + CacheKey.LENGTH + Integer.BYTES;
    long declared = start.length < at + Long.BYTES ? 0 : ByteBuffer.wrap(start).getLong(at);
    return Math.clamp(declared, 0, maxEntry);
  }

  /** Reads what was found under a key. Whatever it is, no more memory is taken than is allowed. */
  Decoded decode(CacheKey key, byte[] bytes) {
    return decode(key, bytes, (lines, frame) -> Optional.of(new Entry(sections(lines, frame))))
        .orElseThrow();
  }

  /** The same without the memory; empty if it does not land. */
  Optional<Decoded> land(CacheKey key, byte[] bytes, Landing landing) {
    return decode(key, bytes, (lines, frame) -> landed(key, lines, frame, landing));
  }

  /** Where the contents go. */
  private interface Unpacking {
    Optional<Entry> entry(List<Entry.Line> lines, InputStream frame) throws IOException;
  }

  private Optional<Decoded> decode(CacheKey key, byte[] bytes, Unpacking unpacking) {
    return switch (envelope.open(Envelope.Kind.VALUE, bytes)) {
      case Envelope.Opened.Unfit unfit -> Optional.of(new Decoded.Unfit(unfit.reason()));
      case Envelope.Opened.Sound sound -> {
        try {
          yield content(key, sound.content(), unpacking);
        } catch (IOException | RuntimeException e) {
          // Signed or at least whole, and still not what it says: nothing of it is used.
          yield Optional.of(new Decoded.Unfit("not an entry"));
        }
      }
    };
  }

  private static Optional<Decoded> unfit(String reason) {
    return Optional.of(new Decoded.Unfit(reason));
  }

  private Optional<Decoded> content(CacheKey key, ByteBuffer in, Unpacking unpacking)
      throws IOException {
    if (in.remaining() < FIXED) {
      return unfit("cut off");
    }
    byte[] stored = new byte[CacheKey.LENGTH];
    in.get(stored);
    if (!CacheKey.of(stored).equals(key)) {
      return unfit("another key's entry");
    }
    int count = in.getInt();
    long total = in.getLong();
    if (count < 0 || count > Entry.MAX_SECTIONS || total < 0 || total > maxEntry) {
      return unfit("too large");
    }
    List<Entry.Line> lines = new ArrayList<>();
    long sum = 0;
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[Byte.toUnsignedInt(in.get())];
      in.get(name);
      int mode = Short.toUnsignedInt(in.getShort());
      long length = in.getLong();
      if (length < 0 || length > total - sum) {
        return unfit("sections of impossible length");
      }
      sum += length;
      lines.add(new Entry.Line(new String(name, StandardCharsets.US_ASCII), mode, length));
    }
    if (sum != total) {
      return unfit("sections of impossible length");
    }
    InputStream frame =
        new ByteArrayInputStream(in.array(), in.arrayOffset() + in.position(), in.remaining());
    return unpacking.entry(lines, frame).map(Decoded.Whole::new);
  }

  private static List<Entry.Section> sections(List<Entry.Line> lines, InputStream frame)
      throws IOException {
    List<Entry.Section> sections = new ArrayList<>(lines.size());
    try (InputStream contents = Compression.from(frame)) {
      for (Entry.Line line : lines) {
        byte[] bytes = Compression.exactly(contents, Math.toIntExact(line.length()));
        sections.add(new Entry.Section(line.name(), line.mode(), new Content.Bytes(bytes)));
      }
      expectEnd(contents);
    }
    return sections;
  }

  private static Optional<Entry> landed(
      CacheKey key, List<Entry.Line> lines, InputStream frame, Landing landing) throws IOException {
    Optional<Landing.Arrival> begun = landing.begin(key, lines);
    if (begun.isEmpty()) {
      return Optional.empty();
    }
    try (Landing.Arrival arrival = begun.get();
        InputStream contents = Compression.from(frame)) {
      byte[] piece = new byte[PIECE];
      long left = lines.stream().mapToLong(Entry.Line::length).sum();
      while (left > 0) {
        int read = contents.readNBytes(piece, 0, (int) Math.min(left, piece.length));
        if (read == 0) {
          throw new EOFException("cut off");
        }
        arrival.add(piece, read);
        left -= read;
      }
      expectEnd(contents);
      return arrival.finish();
    }
  }

  private static void expectEnd(InputStream contents) throws IOException {
    if (contents.read() >= 0) {
      throw new IOException("more than it says");
    }
  }
}

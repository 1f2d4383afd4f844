package dev.larder.storage.redis;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import dev.larder.storage.UnfitEntryException;
import dev.larder.storage.format.PackedEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An entry as one value: in an envelope, the key and the packed entry. */
final class ValueFormat {
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
    return maxEntry + maxEntry / 128 + PackedEntry.MOST_BESIDE + (64 << 10);
  }

  /**
   * The bytes to be stored.
   *
   * @throws IOException if a file that the entry names can not be read, or is too short
   */
  byte[] encode(CacheKey key, Entry entry) throws IOException {
    Bytes out = new Bytes();
    out.write(new byte[Envelope.LENGTH]);
    out.write(key.bytes());
    PackedEntry.write(entry, out);
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

  /** The memory that the entry may take by its own account, of which the beginning is given. */
  long declaredLength(byte[] start) {
    int at = Math.min(start.length, Envelope.LENGTH + CacheKey.LENGTH);
    long declared = PackedEntry.declaredLength(ByteBuffer.wrap(start, at, start.length - at));
    return Math.clamp(declared, 0, maxEntry);
  }

  /** Reads what was found under a key. Whatever it is, no more memory is taken than is allowed. */
  Decoded decode(CacheKey key, byte[] bytes) {
    return decode(key, bytes, packed -> Optional.of(unpacked(packed))).orElseThrow();
  }

  /** The same without the memory; empty if it does not land. */
  Optional<Decoded> land(CacheKey key, byte[] bytes, Landing landing) {
    return decode(key, bytes, packed -> landing.land(key, packed, maxEntry));
  }

  /** Where the contents go. */
  private interface Unpacking {
    Optional<Entry> entry(ByteBuffer packed) throws IOException;
  }

  private Optional<Decoded> decode(CacheKey key, byte[] bytes, Unpacking unpacking) {
    return switch (envelope.open(Envelope.Kind.VALUE, bytes)) {
      case Envelope.Opened.Unfit unfit -> Optional.of(new Decoded.Unfit(unfit.reason()));
      case Envelope.Opened.Sound sound -> {
        try {
          yield content(key, sound.content(), unpacking);
        } catch (UnfitEntryException e) {
          // Signed or at least whole, and still not what it says: nothing of it is used.
          yield unfit(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
          yield unfit("not an entry");
        }
      }
    };
  }

  private static Optional<Decoded> unfit(String reason) {
    return Optional.of(new Decoded.Unfit(reason));
  }

  private static Optional<Decoded> content(CacheKey key, ByteBuffer in, Unpacking unpacking)
      throws IOException {
    if (in.remaining() < CacheKey.LENGTH) {
      return unfit("cut off");
    }
    byte[] stored = new byte[CacheKey.LENGTH];
    in.get(stored);
    if (!CacheKey.of(stored).equals(key)) {
      return unfit("another key's entry");
    }
    return unpacking.entry(in.slice()).map(Decoded.Whole::new);
  }

  private Entry unpacked(ByteBuffer packed) throws IOException {
    Unpacked sections = new Unpacked();
    PackedEntry.read(packed, maxEntry).unpack(sections);
    return new Entry(sections.all);
  }

  /** Sections in memory. */
  private static final class Unpacked implements PackedEntry.Sink {
    private final List<Entry.Section> all = new ArrayList<>();
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    @Override
    public void begin(Entry.Line line) {
      bytes = ByteBuffer.allocate(Math.toIntExact(line.length()));
      all.add(new Entry.Section(line.name(), line.mode(), new Content.Bytes(bytes.array())));
    }

    @Override
    public void add(byte[] piece, int length) {
      bytes.put(piece, 0, length);
    }

    @Override
    public void end() {}
  }
}

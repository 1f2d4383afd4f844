package dev.larder.storage.format;

import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.UnfitEntryException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
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

/**
 * An entry in few bytes: as it travels, and as it lies near until it is asked for again.
 *
 * @param lines its sections
 * @param frame their contents, still packed
 */
/*
 * Big-endian:
 *
 *    u32  number of sections
 *    u64  bytes of their contents together
 *    for each: u8 length of the name, name, u16 mode, u64 length
 *    one zstd frame: their contents, one after the other
 */
public record PackedEntry(List<Entry.Line> lines, InputStream frame) {
  private static final int FIXED = 4 + 8;
  private static final int LINE = 1 + 2 + 8;

  /** Bytes that an entry takes at most beside its contents. */
  public static final long MOST_BESIDE = FIXED + Entry.MAX_SECTIONS * (LINE + 255L);

  private static final int PIECE = 64 << 10;

  public PackedEntry {
    lines = List.copyOf(lines);
  }

  /** Takes what one section after the other holds. */
  public interface Sink {
    /** A section begins. */
    void begin(Entry.Line line) throws IOException;

    /** Its next bytes, an array's first; they are the caller's again afterwards. */
    void add(byte[] bytes, int length) throws IOException;

    /** It is there as a whole. */
    void end() throws IOException;
  }

  /**
   * Writes an entry.
   *
   * @throws IOException if a file that it names can not be read, or is too short
   */
  public static void write(Entry entry, OutputStream out) throws IOException {
    DataOutputStream header = new DataOutputStream(out);
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

  /** What an entry that begins with these bytes says it holds, in bytes; 0 if it does not say. */
  public static long declaredLength(ByteBuffer start) {
    return start.remaining() < FIXED ? 0 : start.getLong(start.position() + Integer.BYTES);
  }

  /** The same as {@link #read(InputStream, long)} of an array's part; position and limit stay. */
  public static PackedEntry read(ByteBuffer bytes, long most) throws IOException {
    return read(
        new ByteArrayInputStream(
            bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()),
        most);
  }

  /**
   * Reads the beginning; the frame is left for {@link #unpack}. No more memory is taken than {@link
   * #MOST_BESIDE}.
   *
   * @param most bytes that its sections may hold together
   * @throws UnfitEntryException if it is no such entry
   */
  public static PackedEntry read(InputStream bytes, long most) throws IOException {
    DataInputStream in = new DataInputStream(bytes);
    try {
      int count = in.readInt();
      long total = in.readLong();
      if (count < 0 || count > Entry.MAX_SECTIONS || total < 0 || total > most) {
        throw new UnfitEntryException("too large");
      }
      List<Entry.Line> lines = new ArrayList<>();
      long sum = 0;
      for (int i = 0; i < count; i++) {
        byte[] name = new byte[in.readUnsignedByte()];
        in.readFully(name);
        int mode = in.readUnsignedShort();
        long length = in.readLong();
        if (length < 0 || length > total - sum) {
          throw new UnfitEntryException("sections of impossible length");
        }
        sum += length;
        lines.add(new Entry.Line(new String(name, StandardCharsets.US_ASCII), mode, length));
      }
      if (sum != total) {
        throw new UnfitEntryException("sections of impossible length");
      }
      return new PackedEntry(lines, bytes);
    } catch (EOFException e) {
      throw new UnfitEntryException("cut off");
    } catch (IllegalArgumentException e) {
      throw new UnfitEntryException("not an entry");
    }
  }

  /** The bytes of all sections together. */
  public long length() {
    return lines.stream().mapToLong(Entry.Line::length).sum();
  }

  /**
   * Unpacks all sections, once.
   *
   * @throws UnfitEntryException if the frame does not hold just them
   * @throws IOException what the sink throws
   */
  public void unpack(Sink sink) throws IOException {
    try (InputStream contents = Compression.from(frame)) {
      byte[] piece = new byte[PIECE];
      for (Entry.Line line : lines) {
        sink.begin(line);
        long left = line.length();
        while (left > 0) {
          int read = next(contents, piece, (int) Math.min(left, piece.length));
          if (read <= 0) {
            throw new UnfitEntryException("not an entry");
          }
          sink.add(piece, read);
          left -= read;
        }
        sink.end();
      }
      if (next(contents, piece, 1) > 0) {
        throw new UnfitEntryException("not an entry");
      }
    }
  }

  private static int next(InputStream contents, byte[] piece, int most) throws UnfitEntryException {
    try {
      return contents.readNBytes(piece, 0, most);
    } catch (IOException | RuntimeException e) {
      throw new UnfitEntryException("not an entry");
    }
  }
}

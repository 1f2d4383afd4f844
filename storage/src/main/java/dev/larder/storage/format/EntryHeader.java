package dev.larder.storage.format;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The beginning of a stored entry: whose it is and where its sections lie.
 *
 * @param key the key under which it was stored, so that a value moved to another key is found out
 * @param id tells this writing of the entry from every other, also under the same key
 * @param length bytes of the whole stored entry
 * @param parts its sections, in the entry's order
 */
/*
 * Big-endian:
 *
 *     0  u64  magic
 *     8  u16  version, u16 its complement (so that a flipped bit is no newer version)
 *    12  u32  bytes of the header, checksum included
 *    16  the id
 *    32  the key
 *    64  u64  bytes of the whole
 *    72  u32  number of sections
 *    76  for each: u8 length of the name, name, u16 mode, u64 offset, u64 length, u64 checksum
 *        u64  checksum over the header up to here
 *
 * Then the small sections, one after the other, so that one read gets them with the header; then the
 * large ones, each at a multiple of 4096, so that the kernel can copy or share their pages.
 */
public record EntryHeader(CacheKey key, Id id, long length, List<Part> parts) {
  /** Where a large section begins is a multiple of this. */
  public static final int PAGE = 4096;

  /** A section of at least this many bytes is a large one. */
  public static final int LARGE = 16 << 10;

  /** The version that is written here. */
  public static final int VERSION = 1;

  static final long MAGIC = 0x4c_41_52_44_45_4e_54_52L; // "LARDENTR"

  /** Bytes up to the first section's line. */
  static final int FIXED = 76;

  private static final int PART_FIXED = 1 + 2 + 8 + 8 + 8;
  private static final int MAX_LENGTH =
      FIXED + Entry.MAX_SECTIONS * (PART_FIXED + 255) + Checksum.LENGTH;

  public EntryHeader {
    parts = List.copyOf(parts);
  }

  /** 16 bytes drawn by chance. */
  public record Id(long high, long low) {
    /** 32 lower-case hex digits. */
    public String hex() {
      HexFormat digits = HexFormat.of();
      return digits.toHexDigits(high) + digits.toHexDigits(low);
    }
  }

  /**
   * A section's place.
   *
   * @param checksum over its bytes
   */
  public record Part(String name, int mode, long offset, long length, long checksum) {
    /** The same place with the checksum that is known by now. */
    public Part withChecksum(long known) {
      return new Part(name, mode, offset, length, known);
    }
  }

  /** Lays out an entry of these sections; its checksums are still 0. */
  public static EntryHeader plan(CacheKey key, Id id, List<Entry.Line> sections) {
    long[] offsets = new long[sections.size()];
    long end = headerLength(sections);
    for (int i = 0; i < offsets.length; i++) {
      if (sections.get(i).length() < LARGE) {
        offsets[i] = end;
        end += sections.get(i).length();
      }
    }
    for (int i = 0; i < offsets.length; i++) {
      if (sections.get(i).length() >= LARGE) {
        offsets[i] = (end + PAGE - 1) / PAGE * PAGE;
        end = offsets[i] + sections.get(i).length();
      }
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < offsets.length; i++) {
      Entry.Line section = sections.get(i);
      parts.add(new Part(section.name(), section.mode(), offsets[i], section.length(), 0));
    }
    return new EntryHeader(key, id, end, parts);
  }

  private static int headerLength(List<Entry.Line> sections) {
    int names = sections.stream().mapToInt(section -> section.name().length()).sum();
    return FIXED + sections.size() * PART_FIXED + names + Checksum.LENGTH;
  }

  /** The header's bytes. */
  public ByteBuffer encode() {
    int names = parts.stream().mapToInt(part -> part.name().length()).sum();
    int size = FIXED + parts.size() * PART_FIXED + names + Checksum.LENGTH;
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putLong(MAGIC).putShort((short) VERSION).putShort((short) ~VERSION).putInt(size);
    out.putLong(id.high()).putLong(id.low()).put(key.bytes());
    out.putLong(length).putInt(parts.size());
    for (Part part : parts) {
      out.put((byte) part.name().length()).put(part.name().getBytes(StandardCharsets.US_ASCII));
      out.putShort((short) part.mode());
      out.putLong(part.offset()).putLong(part.length()).putLong(part.checksum());
    }
    out.putLong(Checksum.of(out.array(), 0, out.position()));
    return out.flip();
  }

  /** What the beginning of a stored entry turned out to be. */
  public sealed interface Parsed {
    /** A whole header. Its sections are not looked at yet. */
    record Whole(EntryHeader header) implements Parsed {}

    /** The header is longer than the bytes given. */
    record NeedsMore(int length) implements Parsed {}

    /** Written by a later version of Larder. */
    record Newer(int version) implements Parsed {}

    /** No entry, or not this key's. */
    record Damaged(String reason) implements Parsed {}
  }

  /**
   * Reads a header.
   *
   * @param start the first bytes of the stored entry; position and limit stay
   * @param length bytes that the whole stored entry has
   */
  public static Parsed parse(ByteBuffer start, long length, CacheKey key) {
    ByteBuffer in = start.duplicate();
    if (in.remaining() < 16) {
      return length < FIXED ? new Parsed.Damaged("too short") : new Parsed.NeedsMore(FIXED);
    }
    int origin = in.position();
    if (in.getLong() != MAGIC) {
      return new Parsed.Damaged("not an entry");
    }
    int version = Short.toUnsignedInt(in.getShort());
    if (Short.toUnsignedInt((short) ~in.getShort()) != version || version < VERSION) {
      return new Parsed.Damaged("no version");
    }
    if (version > VERSION) {
      return new Parsed.Newer(version);
    }
    int size = in.getInt();
    if (size < FIXED + Checksum.LENGTH || size > MAX_LENGTH || size > length) {
      return new Parsed.Damaged("header of impossible length");
    }
    if (start.remaining() < size) {
      return new Parsed.NeedsMore(size);
    }
    ByteBuffer covered = in.slice(origin, size - Checksum.LENGTH);
    if (Checksum.of(covered) != in.getLong(origin + covered.limit())) {
      return new Parsed.Damaged("header damaged");
    }
    return fields(covered.position(16), size, length, key);
  }

  private static Parsed fields(ByteBuffer in, int size, long length, CacheKey key) {
    Id id = new Id(in.getLong(), in.getLong());
    byte[] stored = new byte[CacheKey.LENGTH];
    in.get(stored);
    if (!CacheKey.of(stored).equals(key)) {
      return new Parsed.Damaged("another key's entry");
    }
    if (in.getLong() != length) {
      return new Parsed.Damaged("not of its length");
    }
    int count = in.getInt();
    if (count < 0 || count > Entry.MAX_SECTIONS || (long) count * PART_FIXED > in.remaining()) {
      return new Parsed.Damaged("impossible number of sections");
    }
    List<Part> parts = new ArrayList<>(count);
    long total = size;
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[Byte.toUnsignedInt(in.get())];
      if (in.remaining() < name.length + PART_FIXED - 1) {
        return new Parsed.Damaged("section's line cut off");
      }
      in.get(name);
      Part part =
          new Part(
              new String(name, StandardCharsets.US_ASCII),
              Short.toUnsignedInt(in.getShort()),
              in.getLong(),
              in.getLong(),
              in.getLong());
      if (!Entry.Section.isName(part.name())
          || (part.mode() & ~0777) != 0
          || part.offset() < size
          || part.length() < 0
          || part.offset() > length - part.length()) {
        return new Parsed.Damaged("impossible section");
      }
      // Sections that overlap would have a reader take more memory than there are bytes.
      total += part.length();
      if (total > length) {
        return new Parsed.Damaged("sections overlap");
      }
      parts.add(part);
    }
    return new Parsed.Whole(new EntryHeader(key, id, length, parts));
  }
}

package dev.larder.storage.format;

import dev.larder.storage.CacheKey;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bytes of a record, and of a file of records written one after the other. Each stands for
 * itself: it says which set it belongs to and under which name, and has a checksum over all of it.
 */
/*
 * Big-endian:
 *
 *     0  u64  magic
 *     8  u16  version, u16 its complement
 *    12  u32  bytes of the whole record
 *    16  the set's key
 *    48  the record's name
 *    80  content
 *        u64  checksum over all before
 *
 * A writer that is killed, or a disk that is full, leaves a part of a record, and the next writer
 * appends behind it. So where no whole record stands, reading goes on at the next magic.
 */
public final class RecordFormat {
  private static final long MAGIC = 0x4c_41_52_44_52_45_43_4fL; // "LARDRECO"
  private static final int VERSION = 1;
  private static final int FIXED = 80;

  private RecordFormat() {}

  /** Bytes that a record has around its content. */
  public static final int OVERHEAD = FIXED + Checksum.LENGTH;

  /** A record's bytes, from 0 to the limit of the array behind the buffer. */
  public static ByteBuffer encode(CacheKey set, SetRecord record) {
    int size = OVERHEAD + record.content().length;
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putLong(MAGIC).putShort((short) VERSION).putShort((short) ~VERSION).putInt(size);
    out.put(set.bytes()).put(record.name().bytes()).put(record.content());
    out.putLong(Checksum.of(out.array(), 0, out.position()));
    return out.flip();
  }

  /**
   * What a file of records holds.
   *
   * @param newestFirst the last of each name, at most {@link Store#MAX_RECORDS}
   * @param total whole records of this version, replaced and surplus ones too
   * @param wasted bytes that belong to none of {@code newestFirst}
   * @param newer whether records of a later version are among them
   * @param whole bytes up to the end of the last whole record
   */
  public record Contents(
      List<SetRecord> newestFirst, int total, long wasted, boolean newer, int whole) {}

  /** Reads a file of records, or the later part of one. Whatever is not whole is passed over. */
  public static Contents parse(ByteBuffer file, CacheKey set) {
    Map<CacheKey, SetRecord> byName = new LinkedHashMap<>();
    byte[] key = set.bytes();
    int total = 0;
    boolean newer = false;
    int whole = 0;
    int at = 0;
    while (at <= file.limit() - OVERHEAD) {
      if (file.getLong(at) != MAGIC) {
        at++;
        continue;
      }
      int version = Short.toUnsignedInt(file.getShort(at + 8));
      boolean versioned = Short.toUnsignedInt((short) ~file.getShort(at + 10)) == version;
      newer |= versioned && version > VERSION;
      int size = file.getInt(at + 12);
      if (!versioned || version != VERSION || !isWhole(file, at, size)) {
        at++;
        continue;
      }
      if (file.slice(at + 16, CacheKey.LENGTH).equals(ByteBuffer.wrap(key))) {
        SetRecord record = record(file, at, size);
        // Removed first, so that it moves to the newest end.
        byName.remove(record.name());
        byName.put(record.name(), record);
        total++;
      }
      at += size;
      whole = at;
    }
    List<SetRecord> records = new ArrayList<>(byName.values());
    Collections.reverse(records);
    records = List.copyOf(records.subList(0, Math.min(records.size(), Store.MAX_RECORDS)));
    long live = records.stream().mapToLong(r -> OVERHEAD + r.content().length).sum();
    return new Contents(records, total, file.limit() - live, newer, whole);
  }

  private static boolean isWhole(ByteBuffer file, int at, int size) {
    if (size < OVERHEAD || size > OVERHEAD + Store.MAX_RECORD_LENGTH || size > file.limit() - at) {
      return false;
    }
    int covered = size - Checksum.LENGTH;
    return Checksum.of(file.slice(at, covered)) == file.getLong(at + covered);
  }

  private static SetRecord record(ByteBuffer file, int at, int size) {
    byte[] name = new byte[CacheKey.LENGTH];
    file.get(at + 48, name);
    byte[] content = new byte[size - OVERHEAD];
    file.get(at + FIXED, content);
    return new SetRecord(CacheKey.of(name), content);
  }
}

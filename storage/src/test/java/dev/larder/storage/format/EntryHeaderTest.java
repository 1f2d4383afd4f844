package dev.larder.storage.format;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.format.EntryHeader.Parsed;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EntryHeaderTest {
  private static final CacheKey KEY = key("a");
  private static final EntryHeader HEADER = header(entry(1, 3, 0, 40_000, 5_000, 16_384));

  private static EntryHeader header(Entry entry) {
    return EntryHeader.plan(KEY, new EntryHeader.Id(3, 4), entry.lines());
  }

  private static Parsed parse(byte[] bytes) {
    return EntryHeader.parse(ByteBuffer.wrap(bytes), HEADER.length(), KEY);
  }

  @Test
  void parse_whatEncodeWrote_isTheSame() {
    assertThat(parse(HEADER.encode().array())).isEqualTo(new Parsed.Whole(HEADER));
    EntryHeader empty = header(entry(1));
    assertThat(EntryHeader.parse(empty.encode(), empty.length(), KEY))
        .isEqualTo(new Parsed.Whole(empty));
  }

  @Test
  void plan_largeSections_beginAtPages() {
    assertThat(HEADER.parts())
        .filteredOn(part -> part.length() >= EntryHeader.LARGE)
        .hasSize(2)
        .allSatisfy(part -> assertThat(part.offset() % EntryHeader.PAGE).isZero());
  }

  @Test
  void parse_anyBitFlipped_isDamagedOrShort() {
    byte[] bytes = HEADER.encode().array();
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      // A flipped bit in the header's length may ask for bytes that are not there.
      assertThat(parse(bytes)).isInstanceOfAny(Parsed.Damaged.class, Parsed.NeedsMore.class);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void parse_cutOff_needsMore() {
    byte[] bytes = HEADER.encode().array();
    for (int length = 0; length < bytes.length; length++) {
      ByteBuffer start = ByteBuffer.wrap(bytes, 0, length);
      assertThat(EntryHeader.parse(start, HEADER.length(), KEY))
          .isInstanceOf(Parsed.NeedsMore.class);
      assertThat(EntryHeader.parse(start, length, KEY))
          .isInstanceOfAny(Parsed.Damaged.class, Parsed.NeedsMore.class);
    }
  }

  @Test
  void parse_newerVersion_isToldAsSuch() {
    byte[] bytes = HEADER.encode().array();
    ByteBuffer.wrap(bytes).putShort(8, (short) 2).putShort(10, (short) ~2);
    assertThat(parse(bytes)).isEqualTo(new Parsed.Newer(2));
  }

  @Test
  void parse_anotherKey_isDamaged() {
    assertThat(EntryHeader.parse(HEADER.encode(), HEADER.length(), key("b")))
        .isInstanceOf(Parsed.Damaged.class);
  }

  @Test
  void parse_impossibleNumbersUnderARightChecksum_isDamagedAndTakesNoMemory() {
    Random random = new Random(5);
    long[] odd = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, HEADER.length(), 0, 1};
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = HEADER.encode().array();
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      int at = 48 + random.nextInt(bytes.length - 48 - 2 * Long.BYTES);
      long value = random.nextBoolean() ? odd[random.nextInt(odd.length)] : random.nextLong();
      switch (random.nextInt(3)) {
        case 0 -> buffer.putLong(at, value);
        case 1 -> buffer.putInt(at, (int) value);
        default -> buffer.put(at, (byte) value);
      }
      int covered = bytes.length - Checksum.LENGTH;
      buffer.putLong(covered, Checksum.of(bytes, 0, covered));
      if (parse(bytes) instanceof Parsed.Whole whole) {
        long total = 0;
        for (EntryHeader.Part part : whole.header().parts()) {
          assertThat(part.offset()).isBetween((long) bytes.length, HEADER.length());
          assertThat(part.length()).isBetween(0L, HEADER.length() - part.offset());
          total += part.length();
        }
        assertThat(total).isLessThan(HEADER.length());
      }
    }
  }

  @Test
  void parse_garbage_neverThrows() {
    Random random = new Random(6);
    byte[] prefix = HEADER.encode().array();
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      System.arraycopy(prefix, 0, bytes, 0, Math.min(bytes.length, random.nextInt(20)));
      assertThat(EntryHeader.parse(ByteBuffer.wrap(bytes), random.nextInt(500), KEY))
          .isNotInstanceOf(Parsed.Whole.class);
    }
  }
}

package dev.larder.storage.format;

import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.CacheKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RecordFormatTest {
  private static final CacheKey SET = key("set");

  private static byte[] record(CacheKey set, String name) {
    return RecordFormat.encode(set, dev.larder.storage.Samples.record(name)).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  private static RecordFormat.Contents parse(byte[]... parts) {
    return RecordFormat.parse(ByteBuffer.wrap(join(parts)), SET);
  }

  @Test
  void parse_recordsInARow_areNewestFirst() {
    RecordFormat.Contents contents =
        parse(record(SET, "one"), record(SET, "two"), record(SET, "one"), record(SET, "three"));
    assertThat(texts(contents.newestFirst())).containsExactly("three", "one", "two");
    assertThat(contents.total()).isEqualTo(4);
    assertThat(contents.wasted()).isEqualTo(record(SET, "one").length);
  }

  @Test
  void parse_tornAtAnyLength_losesOnlyThatRecord() {
    byte[] torn = record(SET, "torn");
    for (int length = 0; length < torn.length; length++) {
      byte[] part = Arrays.copyOf(torn, length);
      assertThat(texts(parse(record(SET, "one"), part).newestFirst())).containsExactly("one");
      assertThat(texts(parse(record(SET, "one"), part, record(SET, "two")).newestFirst()))
          .containsExactly("two", "one");
    }
  }

  @Test
  void parse_anyBitFlipped_losesOnlyThatRecord() {
    byte[] flipped = record(SET, "flipped");
    for (int bit = 0; bit < 8 * flipped.length; bit++) {
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(texts(parse(record(SET, "one"), flipped, record(SET, "two")).newestFirst()))
          .containsExactly("two", "one");
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void parse_anotherSetsRecords_arePassedOver() {
    assertThat(texts(parse(record(key("b"), "theirs"), record(SET, "ours")).newestFirst()))
        .containsExactly("ours");
  }

  @Test
  void parse_newerVersion_isPassedOverAndTold() {
    byte[] newer = record(SET, "newer");
    ByteBuffer.wrap(newer).putShort(8, (short) 2).putShort(10, (short) ~2);
    RecordFormat.Contents contents = parse(record(SET, "one"), newer, record(SET, "two"));
    assertThat(texts(contents.newestFirst())).containsExactly("two", "one");
    assertThat(contents.newer()).isTrue();
    assertThat(parse(record(SET, "one")).newer()).isFalse();
  }
}

package dev.larder.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteCountTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "723, 723",
    "723B, 723",
    "10G, 10737418240",
    "10g, 10737418240",
    "30GiB, 32212254720",
    "500M, 524288000",
    "500 MB, 524288000",
    "7KiB, 7168",
    "2T, 2199023255552",
  })
  void parse_size_isItsBytes(String text, long bytes) {
    assertThat(ByteCount.parse(text)).contains(new ByteCount(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "-1", "1.5G", "10X", "10iB", "9999999T", "99999999999999999999"})
  void parse_noSize_isEmpty(String text) {
    assertThat(ByteCount.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "723, 723 bytes",
    "1023, 1023 bytes",
    "1024, 1 KiB",
    "6916, 7 KiB",
    "2560, 2 KiB",
    "3584, 4 KiB",
    "10737418240, 10 GiB",
    "1099511627776, 1 TiB",
  })
  void toString_bytes_areRoundedToTheLargestUnit(long bytes, String text) {
    assertThat(new ByteCount(bytes)).hasToString(text);
  }
}

package dev.larder.daemon.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes. */
public record ByteCount(long bytes) {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,19})\\s*(?:([KMGT])(?:I?B)?|B)?", Pattern.CASE_INSENSITIVE);

  private static final String UNITS = "KMGTPE";

  public ByteCount {
    if (bytes < 0) {
      throw new IllegalArgumentException("negative size: " + bytes);
    }
  }

  /**
   * Reads {@code 30GiB}, {@code 10G}, {@code 500 MB}, {@code 723}. All units are powers of 1024, as
   * in sccache.
   */
  public static Optional<ByteCount> parse(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = matcher.group(2);
    int power = unit == null ? 0 : UNITS.indexOf(unit.toUpperCase(Locale.ROOT)) + 1;
    try {
      return Optional.of(
          new ByteCount(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power))));
    } catch (ArithmeticException | NumberFormatException beyondLong) {
      return Optional.empty();
    }
  }

  /** The number alone, in the largest binary unit that leaves at least 1, without decimals. */
  public String number() {
    double value = bytes;
    while (value >= 1024) {
      value /= 1024;
    }
    return Long.toString((long) Math.rint(value));
  }

  /** The unit that {@link #number} is in: {@code bytes}, {@code KiB}, {@code MiB} … */
  public String unit() {
    int power = 0;
    for (double value = bytes; value >= 1024; value /= 1024) {
      power++;
    }
    return power == 0 ? "bytes" : UNITS.charAt(power - 1) + "iB";
  }

  /** For example {@code 10 GiB} or {@code 723 bytes}. */
  @Override
  public String toString() {
    return number() + " " + unit();
  }
}

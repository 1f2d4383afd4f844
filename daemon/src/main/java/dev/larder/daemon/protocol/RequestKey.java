package dev.larder.daemon.protocol;

import java.util.HexFormat;
import java.util.Set;

/**
 * What a wrapper knows its request by: a fingerprint (XXH3, 128 bits) of all that it says, but the
 * process that asks and {@linkplain #PASSING what is passing}.
 */
public record RequestKey(long high, long low) {
  /** How many bytes it has. */
  public static final int LENGTH = 2 * Long.BYTES;

  /** The variables that are not in it (is_passing of the wrapper's request.c). */
  public static final Set<String> PASSING =
      Set.of("_", "SHLVL", "OLDPWD", "MAKEFLAGS", "MFLAGS", "MAKELEVEL");

  /** In 32 hex digits. */
  public String hex() {
    HexFormat format = HexFormat.of();
    return format.toHexDigits(high) + format.toHexDigits(low);
  }
}

package dev.larder.daemon.compiler.rustc;

/**
 * One option of a call, or its source.
 *
 * @param name the option without dashes, short names spelled out: {@code codegen} for {@code -C};
 *     empty for what is no option
 * @param value what it says, empty for a flag
 */
record Argument(String name, String value) {
  /** The part of the value in front of the first equals sign, with {@code -} for {@code _}. */
  String key() {
    int equals = value.indexOf('=');
    return (equals < 0 ? value : value.substring(0, equals)).replace('_', '-');
  }

  /** The part of the value behind the first equals sign; empty if there is none. */
  String setting() {
    int equals = value.indexOf('=');
    return equals < 0 ? "" : value.substring(equals + 1);
  }
}

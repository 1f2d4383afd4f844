package dev.larder.daemon.compiler.buildscript;

import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.Places;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What cargo passes on to rustc, as a script is told of it: The Cargo Book, {@code
 * CARGO_ENCODED_RUSTFLAGS}.
 *
 * @param flags one by one
 */
record CompilerFlags(List<String> flags) {
  static final String VARIABLE = "CARGO_ENCODED_RUSTFLAGS";

  private static final String MAP = "--remap-path-prefix=";
  private static final String SEPARATOR = "\u001f";

  static CompilerFlags of(Invocation invocation) {
    return new CompilerFlags(
        List.of(invocation.variable(VARIABLE).orElse("").split(SEPARATOR, -1)));
  }

  /**
   * The directories that have other names, but for those that have to do with where a script runs.
   */
  List<String> mapped(String cwd) {
    return flags.stream()
        .filter(flag -> flag.startsWith(MAP))
        .map(CompilerFlags::old)
        .filter(old -> old.startsWith("/") && !cwd.startsWith(old) && !old.startsWith(cwd))
        .toList();
  }

  private static String old(String flag) {
    return flag.substring(MAP.length(), Math.max(flag.lastIndexOf('='), MAP.length()));
  }

  /** All of them, with the numbers of places, and how the places lie to what has another name. */
  String inKey(Places places, String cwd) {
    List<String> mapped = mapped(cwd);
    Stream<String> each =
        flags.stream()
            .map(flag -> isMapOf(mapped, flag) ? labelled(flag, places) : hidden(flag, places));
    Stream<String> lie =
        mapped.stream()
            .flatMap(old -> places.directories().stream().map(place -> Places.below(place, old)));
    return Stream.concat(each, lie).collect(Collectors.joining(SEPARATOR));
  }

  private static boolean isMapOf(List<String> mapped, String flag) {
    return flag.startsWith(MAP) && mapped.contains(old(flag));
  }

  private static String labelled(String flag, Places places) {
    String old = old(flag);
    return MAP + places.labelled(old) + flag.substring(MAP.length() + old.length());
  }

  private static String hidden(String flag, Places places) {
    return new String(
        places.hideInWords(flag.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}

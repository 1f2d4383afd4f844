package dev.larder.daemon.compiler.gcc;

import java.util.List;

/**
 * The caller's own prefix maps, as far as they hide the working directory.
 *
 * <p>Two checkouts share a result if each maps its own working directory to the same name. That is
 * safe only if nothing else in the command line names the directory: a path below it would be
 * mapped in the one and not in the other. What is included under such a path is caught when the run
 * is judged ({@link GccRunRules#refusal}).
 */
final class PrefixMaps {
  /** Stands in the key for the working directory on the left side of a map. */
  static final String PLACEHOLDER = "<working directory>";

  private PrefixMaps() {}

  /**
   * Whether the working directory may be replaced in the maps: nothing else in the command line
   * names it.
   */
  static boolean replaceable(CommandLine line, List<String> otherWords, String directory) {
    return directory.length() > 1
        && otherWords.stream().noneMatch(word -> plain(word).contains(directory))
        && line.with(Effect.PREFIX_MAP)
            .noneMatch(argument -> newSide(argument).contains(directory));
  }

  /* Without the components that lead nowhere, which hardly any word has. */
  private static String plain(String word) {
    return word.contains("//") || word.contains("/./") ? word.replaceAll("/(?:\\.?/)+", "/") : word;
  }

  /**
   * Whether exactly one map applies to the working directory in debug information, and replaces it
   * whole.
   */
  static boolean cover(CommandLine line, String directory) {
    List<Argument> applicable =
        line.with(Effect.PREFIX_MAP)
            .filter(argument -> argument.name().matches("-f(debug|file)-prefix-map="))
            .filter(argument -> directory.startsWith(oldSide(argument)))
            .toList();
    return applicable.size() == 1 && oldSide(applicable.getFirst()).equals(directory);
  }

  /** The argument as it goes into the key when the working directory is hidden. */
  static String inKey(Argument argument, String directory) {
    return oldSide(argument).equals(directory)
        ? argument.name() + PLACEHOLDER + "=" + newSide(argument)
        : argument.words().getFirst();
  }

  /* gcc and clang 14 split at the first "=". */
  static String oldSide(Argument argument) {
    int equals = argument.value().indexOf('=');
    return equals < 0 ? argument.value() : argument.value().substring(0, equals);
  }

  private static String newSide(Argument argument) {
    int equals = argument.value().indexOf('=');
    return equals < 0 ? "" : argument.value().substring(equals + 1);
  }
}

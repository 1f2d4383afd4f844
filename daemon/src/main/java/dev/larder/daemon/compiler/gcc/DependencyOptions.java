package dev.larder.daemon.compiler.gcc;

import java.util.List;
import java.util.Optional;

/**
 * Which depfile a command line asks for, and which target it is to name.
 *
 * @param wanted whether one is written at all
 * @param path where, as spelled; empty for the default beside the output
 * @param explicitTarget whether the command line itself names the target
 */
record DependencyOptions(boolean wanted, Optional<String> path, boolean explicitTarget) {

  /**
   * Reads {@code -MD}, {@code -MF} and their kin, and what {@code -Wp,} says of the same. Of the
   * latter only the forms are understood that gcc's cc1 and clang's driver take alike: one option,
   * with at most one value.
   */
  static DependencyOptions read(CommandLine line) throws NotCacheable {
    boolean direct = line.has(Effect.DEPFILE);
    Optional<String> path = line.last(Effect.DEPFILE_NAME).map(Argument::value);
    boolean target = line.has(Effect.DEPFILE_TARGET);
    boolean throughPreprocessor = false;
    for (Argument argument : line.with(Effect.FOR_PREPROCESSOR).toList()) {
      String word = argument.words().getFirst();
      List<String> parts = List.of(argument.value().split(",", -1));
      String name = parts.getFirst();
      if (name.equals("-MD") || name.equals("-MMD")) {
        if (parts.size() != 2 || throughPreprocessor || direct || path.isPresent()) {
          throw new NotCacheable(word);
        }
        throughPreprocessor = true;
        path = Optional.of(parts.getLast());
      } else if (name.equals("-MT") || name.equals("-MQ")) {
        if (parts.size() != 2) {
          throw new NotCacheable(word);
        }
        // It is added to the target that the driver names, as long as nothing replaces that.
      } else if (parts.size() != 1 || !isHarmless(name)) {
        throw new NotCacheable(word);
      }
    }
    return new DependencyOptions(direct || throughPreprocessor, path, target);
  }

  private static boolean isHarmless(String preprocessorOption) {
    return preprocessorOption.equals("-MP")
        || preprocessorOption.equals("-w")
        || preprocessorOption.startsWith("-D")
        || preprocessorOption.startsWith("-U")
        || (preprocessorOption.startsWith("-W") && !preprocessorOption.startsWith("-Wp"));
  }
}

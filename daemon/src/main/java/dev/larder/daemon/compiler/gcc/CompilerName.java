package dev.larder.daemon.compiler.gcc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program's file name says about it: {@code x86_64-linux-gnu-g++-12} is gcc for C++.
 *
 * @param base the name without target prefix and version suffix
 */
record CompilerName(String base) {

  enum Family {
    GCC,
    CLANG;

    /** As statistics spell it. */
    String spelled() {
      return switch (this) {
        case GCC -> "gcc";
        case CLANG -> "clang";
      };
    }
  }

  private static final Pattern NAME =
      Pattern.compile(
          "(?:[A-Za-z0-9_.]+-)*(gcc|g\\+\\+|cc|c\\+\\+|clang|clang\\+\\+)(?:-[0-9][0-9.]*)?");

  /** Reads a file name without directories; empty if it is no compiler's. */
  static Optional<CompilerName> of(String fileName) {
    Matcher matcher = NAME.matcher(fileName);
    return matcher.matches() ? Optional.of(new CompilerName(matcher.group(1))) : Optional.empty();
  }

  /** The last component of a path. */
  static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether a program of this name takes {@code .c} for C++. */
  boolean plusPlus() {
    return base.endsWith("++");
  }

  /** Whose name it is; empty for {@code cc} and {@code c++}, which say nothing. */
  Optional<Family> family() {
    return switch (base) {
      case "gcc", "g++" -> Optional.of(Family.GCC);
      case "clang", "clang++" -> Optional.of(Family.CLANG);
      default -> Optional.empty();
    };
  }
}

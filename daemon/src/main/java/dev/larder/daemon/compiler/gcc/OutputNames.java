package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.Action.Manner;
import dev.larder.daemon.compiler.Action.Output;
import dev.larder.daemon.compiler.gcc.CompilerName.Family;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which files a compile writes.
 *
 * @param result what {@code -o} says, or the default
 * @param kept whether that is a file; {@code /dev/null} is none
 * @param depfile the depfile that is to be kept
 * @param companions what else may be written, named like the result but for the suffix
 */
record OutputNames(
    String result, boolean kept, Optional<String> depfile, List<Companion> companions) {
  static final String OBJECT = "object";
  static final String DEPFILE = "depfile";
  private static final String COMPANION = "companion.";
  static final String COVERAGE_NOTES = COMPANION + "gcno";
  private static final String NOWHERE = "/dev/null";
  private static final int READ_WRITE = 0666;

  /** What a call makes. */
  enum Product {
    OBJECT(".o"),
    ASSEMBLY(".s"),
    NOTHING(".o");

    private final String suffix;

    Product(String suffix) {
      this.suffix = suffix;
    }
  }

  /** What an option has written beside the result, where it makes anything of it. */
  enum Companion {
    /** Debug information that the object leaves out. */
    SPLIT_DEBUG("dwo"),
    STACK_USAGE("su"),
    /** Which lines the counters of an instrumented program stand for. */
    COVERAGE_NOTES("gcno");

    private final String suffix;

    Companion(String suffix) {
      this.suffix = suffix;
    }

    /** The one that an option with {@link Effect#COMPANION} asks for. */
    private static Companion of(String option) {
      return switch (option) {
        case "-gsplit-dwarf" -> SPLIT_DEBUG;
        case "-fstack-usage" -> STACK_USAGE;
        case "--coverage", "-coverage", "-ftest-coverage" -> COVERAGE_NOTES;
        default -> throw new IllegalArgumentException(option);
      };
    }

    /** Its name within the cache entry. */
    String section() {
      return COMPANION + suffix;
    }

    private String path(String result) {
      return stem(result) + "." + suffix;
    }

    /* gcc has objcopy take debug information out of the object; all else is written over. */
    private Manner manner(Family family) {
      return this == SPLIT_DEBUG && family == Family.GCC ? Manner.ASSEMBLED : Manner.WRITTEN;
    }
  }

  /** The names for a call that compiles one source; the depfile only if the preprocessor runs. */
  static OutputNames of(
      CommandLine line,
      Product product,
      String source,
      DependencyOptions dependencies,
      boolean preprocessed)
      throws NotCacheable {
    List<Argument> named = line.with(Effect.OUTPUT).toList();
    if (named.size() > 1) {
      throw new NotCacheable("-o");
    }
    String result =
        named.isEmpty()
            ? stem(CompilerName.fileName(source)) + product.suffix
            : named.getFirst().value();
    if (result.equals("-") || result.isEmpty() || result.endsWith("/")) {
      throw new NotCacheable("-o " + result);
    }
    boolean nowhere = result.equals(NOWHERE);
    if (result.startsWith("/dev/") && !nowhere) {
      throw new NotCacheable("-o " + result);
    }
    boolean kept = product != Product.NOTHING && !nowhere;
    Set<Companion> companions = EnumSet.noneOf(Companion.class);
    for (Argument asks : line.with(Effect.COMPANION).toList()) {
      Companion companion = Companion.of(asks.name());
      if (!kept || companion.path(result).equals(result)) {
        throw new NotCacheable(asks.name());
      }
      companions.add(companion);
    }
    Optional<String> depfile = Optional.empty();
    if (dependencies.wanted() && preprocessed) {
      if (dependencies.path().isEmpty() && !kept) {
        throw new NotCacheable("-MD");
      }
      String path = dependencies.path().orElse(stem(result) + ".d");
      if (path.equals("-")
          || path.isEmpty()
          || (path.startsWith("/dev/") && !path.equals(NOWHERE))) {
        throw new NotCacheable("-MF");
      }
      depfile = Optional.of(path).filter(file -> !file.equals(NOWHERE));
      if (isSame(path, result)
          || companions.stream().anyMatch(companion -> isSame(path, companion.path(result)))) {
        throw new NotCacheable("-MF"); // the one that is written last wins
      }
    }
    return new OutputNames(result, kept, depfile, List.copyOf(companions));
  }

  private static boolean isSame(String path, String other) {
    return Path.of(path).normalize().equals(Path.of(other).normalize());
  }

  /** The target that the compilers name in a depfile if the caller names none. */
  static String defaultTarget(CommandLine line, String source) {
    return line.last(Effect.OUTPUT)
        .map(Argument::value)
        .orElse(stem(CompilerName.fileName(source)) + Product.OBJECT.suffix);
  }

  /**
   * The files, as the engine expects them.
   *
   * @param manner how the compiler writes the object
   * @param family the compiler's
   */
  List<Output> outputs(Manner manner, Family family) {
    var outputs = new ArrayList<Output>();
    if (kept) {
      outputs.add(new Output(OBJECT, result, READ_WRITE, true, manner));
    }
    for (Companion companion : companions) {
      String path = companion.path(result);
      outputs.add(
          new Output(companion.section(), path, READ_WRITE, false, companion.manner(family)));
    }
    depfile.ifPresent(
        path -> outputs.add(new Output(DEPFILE, path, READ_WRITE, true, Manner.NAMES_PLACES)));
    return outputs;
  }

  /* Without the last suffix of the last component, as both drivers cut it: ".x" is all suffix. */
  private static String stem(String path) {
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/') ? path.substring(0, dot) : path;
  }
}

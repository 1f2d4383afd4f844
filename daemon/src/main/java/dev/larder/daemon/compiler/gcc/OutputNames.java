package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.Action.Manner;
import dev.larder.daemon.compiler.Action.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which files a compile writes.
 *
 * @param result what {@code -o} says, or the default
 * @param kept whether that is a file; {@code /dev/null} is none
 * @param depfile the depfile that is to be kept
 */
record OutputNames(String result, boolean kept, Optional<String> depfile) {
  static final String OBJECT = "object";
  static final String DEPFILE = "depfile";
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
    Optional<String> depfile = Optional.empty();
    if (dependencies.wanted() && preprocessed) {
      if (dependencies.path().isEmpty() && (nowhere || product == Product.NOTHING)) {
        throw new NotCacheable("-MD");
      }
      String path = dependencies.path().orElse(stem(result) + ".d");
      if (path.equals("-")
          || path.isEmpty()
          || (path.startsWith("/dev/") && !path.equals(NOWHERE))) {
        throw new NotCacheable("-MF");
      }
      depfile = Optional.of(path).filter(file -> !file.equals(NOWHERE));
      if (Path.of(path).normalize().equals(Path.of(result).normalize())) {
        throw new NotCacheable("-MF"); // the one that is written last wins
      }
    }
    return new OutputNames(result, product != Product.NOTHING && !nowhere, depfile);
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
   */
  List<Output> outputs(Manner manner) {
    var outputs = new ArrayList<Output>();
    if (kept) {
      outputs.add(new Output(OBJECT, result, READ_WRITE, true, manner));
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

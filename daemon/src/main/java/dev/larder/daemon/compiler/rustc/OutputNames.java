package dev.larder.daemon.compiler.rustc;

import dev.larder.daemon.compiler.Action.Manner;
import dev.larder.daemon.compiler.Action.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Computes which files a call writes: {@code rustc_session::config::OutputFilenames} and {@code
 * rustc_session::output}.
 */
final class OutputNames {
  /** The section of the dep-info file. */
  static final String DEP_INFO = "dep-info";

  /** The section of an executable program. */
  static final String PROGRAM = "link.bin";

  private static final String MIR = "mir";

  private static final int READ_WRITE = 0666;
  private static final int EXECUTABLE = 0777;

  /* What --emit calls it, and the suffix of the file; what is linked has a name for each crate type. */
  private static final Map<String, String> SUFFIXES =
      Map.of(
          DEP_INFO,
          ".d",
          "metadata",
          ".rmeta",
          "asm",
          ".s",
          "llvm-ir",
          ".ll",
          "llvm-bc",
          ".bc",
          "obj",
          ".o",
          MIR,
          ".mir");

  private static final String LINK = "link";
  private static final String PACKED = "packed-debug-info.";
  private static final String RLIB = "rlib";

  private final CommandLine line;
  private final String source;
  private final List<Output> outputs = new ArrayList<>();

  private OutputNames(CommandLine line, String source) {
    this.line = line;
    this.source = source;
  }

  /** The files that a call which compiles this source writes. */
  static List<Output> of(CommandLine line, String source) throws NotCacheable {
    var names = new OutputNames(line, source);
    names.add();
    return List.copyOf(names.outputs);
  }

  /** Whether debug information goes to files of its own, which are named in the outputs. */
  static boolean separatesDebugInfo(CommandLine line) {
    return line.codegen("split-debuginfo").filter(how -> !how.equals("off")).isPresent();
  }

  private void add() throws NotCacheable {
    if (separatesDebugInfo(line) && !packsDebugInfo()) {
      // What is left unpacked has a name made from each unit of code generation.
      throw new NotCacheable("-C split-debuginfo");
    }
    Map<String, Optional<String>> emitted = emitted();
    Optional<String> explicit = line.last("o");
    if (explicit.isPresent()
        && (emitted.size() > 1 || line.codegen("extra-filename").isPresent())) {
      throw new NotCacheable("-o");
    }
    Set<String> types = crateTypes();
    for (Map.Entry<String, Optional<String>> kind : emitted.entrySet()) {
      Optional<String> path = kind.getValue().or(() -> explicit);
      if (path.filter(OutputNames::isNoFile).isPresent()) {
        throw new NotCacheable(explicit.isPresent() ? "-o" : "--emit " + kind.getKey() + "=");
      }
      if (kind.getKey().equals(LINK)) {
        link(types, path);
      } else {
        add(kind.getKey(), path.orElseGet(() -> inDirectory(kind.getKey())));
      }
    }
  }

  private boolean packsDebugInfo() {
    return line.codegen("split-debuginfo").filter("packed"::equals).isPresent();
  }

  private static boolean isNoFile(String path) {
    return path.isEmpty() || path.equals("-") || path.endsWith("/") || path.startsWith("/dev/");
  }

  /** Whether the run writes down which variables its crate asks for. */
  static boolean declares(CommandLine line) {
    return line.list("emit").stream().anyMatch(emit -> emit.startsWith(DEP_INFO));
  }

  /* --emit kind[=path],…; a kind that is named twice has the last path. */
  private Map<String, Optional<String>> emitted() throws NotCacheable {
    Map<String, Optional<String>> emitted = new LinkedHashMap<>();
    for (String emit : line.list("emit")) {
      int equals = emit.indexOf('=');
      String kind = equals < 0 ? emit : emit.substring(0, equals);
      if (!kind.equals(LINK) && !SUFFIXES.containsKey(kind)) {
        throw new NotCacheable("--emit " + kind);
      }
      if (kind.equals(MIR) && line.codegen("incremental").isPresent()) {
        // What it numbers, and how, depends on the state of earlier compiles.
        throw new NotCacheable("--emit mir with -C incremental");
      }
      emitted.put(kind, equals < 0 ? Optional.empty() : Optional.of(emit.substring(equals + 1)));
    }
    if (emitted.isEmpty()) {
      emitted.put(LINK, Optional.empty());
    }
    return emitted;
  }

  private Set<String> crateTypes() {
    if (line.has("test")) {
      return Set.of("bin");
    }
    Set<String> types = new LinkedHashSet<>();
    for (String type : line.list("crate-type")) {
      types.add(type.equals("lib") ? RLIB : type);
    }
    return types.isEmpty() ? Set.of("bin") : types;
  }

  private void link(Set<String> types, Optional<String> path) throws NotCacheable {
    if (path.isPresent() && types.size() > 1) {
      throw new NotCacheable("-o");
    }
    for (String type : types) {
      String name = fileName(type);
      String section = LINK + "." + type;
      int mode = type.equals(RLIB) || type.equals("staticlib") ? READ_WRITE : EXECUTABLE;
      String file = path.orElse(directory() + name);
      outputs.add(new Output(section, file, mode, true, Manner.REPLACED));
      if (mode == EXECUTABLE && packsDebugInfo()) {
        // Only where there is any; a library of Rust keeps it within itself until it is linked.
        outputs.add(new Output(PACKED + type, file + ".dwp", READ_WRITE, false, Manner.WRITTEN));
      }
    }
  }

  private String fileName(String type) throws NotCacheable {
    String name = stem();
    if (type.equals(RLIB)) {
      return "lib" + name + ".rlib";
    }
    if (type.equals("proc-macro")) {
      return "lib" + name + ".so"; // always for the host
    }
    String target = line.last("target").orElse("linux");
    boolean wasm = target.startsWith("wasm");
    if (!wasm && (!target.contains("linux") || target.endsWith(".json"))) {
      throw new NotCacheable("--target");
    }
    return switch (type) {
      case "staticlib" -> "lib" + name + ".a";
      case "bin" -> wasm ? name + ".wasm" : name;
      case "cdylib" -> wasm ? name + ".wasm" : "lib" + name + ".so";
      case "dylib" -> "lib" + name + ".so";
      default -> throw new NotCacheable("--crate-type " + type);
    };
  }

  private String inDirectory(String kind) {
    String prefix = kind.equals("metadata") ? "lib" : "";
    return directory() + prefix + stem() + SUFFIXES.get(kind);
  }

  private String directory() {
    return line.last("out-dir")
        .map(directory -> directory.endsWith("/") ? directory : directory + "/")
        .orElse("");
  }

  /* An attribute in the source may name the crate as well: then an output will be missing, and nothing is kept. */
  private String stem() {
    return crate(line, source) + line.codegen("extra-filename").orElse("");
  }

  /** The name of the crate, if no attribute in the source gives it another one. */
  static String crate(CommandLine line, String source) {
    return line.last("crate-name").orElseGet(() -> nameOfSource(source));
  }

  private static String nameOfSource(String source) {
    if (source.equals("-")) {
      return "rust_out";
    }
    String file = source.substring(source.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return (dot > 0 ? file.substring(0, dot) : file).replace('-', '_');
  }

  private void add(String section, String path) {
    Manner manner =
        Stream.of(
                Optional.of(Manner.NAMES_PLACES).filter(m -> section.equals(DEP_INFO)),
                Optional.of(Manner.REPLACED).filter(m -> section.equals("metadata")))
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(Manner.WRITTEN);
    outputs.add(new Output(section, path, READ_WRITE, true, manner));
  }
}

package dev.larder.daemon.compiler.rustc;

import dev.larder.daemon.compiler.Places;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The directories that a call names.
 *
 * @param places those whose names do not count
 * @param movable whether the working directory is one of them, with all that lies in it
 * @param listed search directories that rustc lists to find what it then opens, or whose listing it
 *     does not use
 * @param crates search directories for the crates that others depend on
 * @param externs where the crates lie that are named with their paths
 * @param incremental where rustc keeps what it knows of earlier runs; empty if it keeps nothing
 */
record Directories(
    Places places,
    boolean movable,
    List<String> listed,
    List<String> crates,
    List<String> externs,
    List<String> incremental) {

  private static final String DEPENDENCY = "dependency=";
  private static final String NATIVE = "native=";

  /**
   * Reads them from a call.
   *
   * @param mapped whether the call has {@linkplain Checkout another name} for its working directory
   */
  static Directories of(CommandLine line, String cwd, boolean mapped) {
    Set<String> listed = new LinkedHashSet<>();
    Set<String> crates = new LinkedHashSet<>();
    Set<String> named = new LinkedHashSet<>();
    line.last("out-dir").ifPresent(named::add);
    for (Argument search : line.named("L").toList()) {
      if (search.value().startsWith(DEPENDENCY)) {
        crates.add(search.setting());
        listed.add(search.setting());
        named.add(search.setting());
      } else if (search.value().startsWith(NATIVE)) {
        listed.add(search.setting());
        if (isBuilt(search.setting(), line)) {
          named.add(search.setting());
        }
      } else if (search.value().startsWith("framework=")) {
        listed.add(search.setting());
      }
    }
    List<String> externs =
        line.named("extern")
            .map(Argument::setting)
            .filter(path -> !path.isEmpty())
            .map(Directories::directoryOf)
            .distinct()
            .toList();
    named.addAll(externs);
    // What rustc writes into an output about where it lies is right for that place only.
    boolean fixed = line.codegen("rpath").isPresent() || OutputNames.separatesDebugInfo(line);
    if (mapped) {
      named.add(cwd);
    }
    named.addAll(Checkout.apart(line, cwd));
    Places places = fixed ? Places.NONE : Places.of(named);
    return new Directories(
        places,
        mapped && places.directories().contains(cwd),
        List.copyOf(listed),
        List.copyOf(crates),
        externs,
        line.codegen("incremental").stream().filter(path -> !path.isEmpty()).toList());
  }

  /** Whether a search directory may be a place: one for what a build has made. */
  static boolean isOfBuild(Argument search) {
    return search.value().startsWith(DEPENDENCY) || search.value().startsWith(NATIVE);
  }

  /**
   * Whether a build script made what lies there: cargo has {@code debug/deps} for what rustc makes,
   * and {@code debug/build} beside it. Any other directory is one of the machine's or the user's.
   */
  private static boolean isBuilt(String directory, CommandLine line) {
    return line.last("out-dir")
        .map(out -> directoryOf(out) + "/")
        .filter(above -> above.startsWith("/") && directory.startsWith(above))
        .isPresent();
  }

  private static String directoryOf(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "." : path.substring(0, Math.max(slash, 1));
  }
}

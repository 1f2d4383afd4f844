package dev.larder.daemon.compiler.rustc;

import dev.larder.daemon.compiler.Invocation;
import java.util.List;
import java.util.Set;

/**
 * Whether a call makes the same in any working directory, as far as that can be told beforehand:
 * its own {@code --remap-path-prefix} has another name for it. All other names of the directory
 * would be found by a search through what was made.
 */
final class Checkout {
  /* Others keep what they say of their sources packed, where no search finds a name. */
  private static final Set<String> TYPES = Set.of("lib", "rlib", "staticlib", "cdylib", "bin");
  private static final Set<String> EMITTED = Set.of("dep-info", "metadata", "link");

  /* Options of -C that cargo gives and that leave nothing of a directory where no search finds it. */
  private static final Set<String> CODEGEN =
      Set.of(
          "codegen-units",
          "debug-assertions",
          "debuginfo",
          "embed-bitcode",
          "extra-filename",
          "force-frame-pointers",
          "link-arg",
          "link-args",
          "linker",
          "lto",
          "metadata",
          "opt-level",
          "overflow-checks",
          "panic",
          "relocation-model",
          "strip",
          "target-cpu",
          "target-feature");

  private Checkout() {}

  static boolean isMapped(
      Invocation invocation, CommandLine line, Programs programs, String resolvedProgram) {
    return isRustcItself(programs, resolvedProgram)
        && mapsOnly(line, invocation.cwd())
        && isPlain(line)
        && line.named(CommandLine.SOURCE)
            .noneMatch(source -> source.value().startsWith("/") || source.value().equals("-"));
  }

  /* rustup and clippy look for their settings in the directories above, too. */
  private static boolean isRustcItself(Programs programs, String resolvedProgram) {
    return !programs.wrapped() && Programs.isRustc(resolvedProgram);
  }

  /* A map of a directory further up leaves a part of the name. */
  private static boolean mapsOnly(CommandLine line, String cwd) {
    List<String> mapped =
        line.named("remap-path-prefix").map(Argument::value).map(Checkout::old).toList();
    return mapped.contains(cwd)
        && mapped.stream().allMatch(old -> old.equals(cwd) || !cwd.startsWith(old));
  }

  /**
   * The directories that a call has other names for and that have nothing to do with its working
   * directory: cargo tells each call which name the checkout of the whole project is to have.
   */
  static List<String> apart(CommandLine line, String cwd) {
    return line.named("remap-path-prefix")
        .map(Argument::value)
        .map(Checkout::old)
        .filter(old -> old.startsWith("/") && !cwd.startsWith(old) && !old.startsWith(cwd))
        .toList();
  }

  /** The old side of a map: rustc splits it at the last equals sign. */
  static String old(String map) {
    return map.substring(0, Math.max(map.lastIndexOf('='), 0));
  }

  private static boolean isPlain(CommandLine line) {
    return !line.has("remap-path-scope")
        && !line.has("Z")
        && line.named("codegen").allMatch(argument -> CODEGEN.contains(argument.key()))
        && line.last("target").filter(target -> target.endsWith(".json")).isEmpty()
        && TYPES.containsAll(line.list("crate-type"))
        && EMITTED.containsAll(line.list("emit"));
  }
}

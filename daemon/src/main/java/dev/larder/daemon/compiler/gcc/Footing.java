package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.Places;
import java.util.List;
import java.util.Optional;

/**
 * What the file system was asked for to understand a call: whether {@code PWD} names the working
 * directory, and for some calls more than can be told in a few words.
 *
 * @param places the base directory of the call
 * @param directory the working directory as the compiler knows it
 */
record Footing(Invocation invocation, String resolvedProgram, Places places, String directory) {

  /** As {@link dev.larder.daemon.compiler.RunRules#restsOn}. */
  Optional<List<String>> paths() {
    if (!isPlain() || !WorkingDirectory.spelled(invocation).equals(directory)) {
      return Optional.empty();
    }
    return Optional.of(
        invocation
            .variable("PWD")
            .filter(path -> path.startsWith("/") && !path.equals(invocation.cwd()))
            .map(path -> List.of(path, invocation.cwd()))
            .orElse(List.of()));
  }

  /**
   * Whether it was asked for nothing else: no base directory, response file, second name of gcc's.
   */
  private boolean isPlain() {
    return places.directories().isEmpty()
        && invocation.arguments().stream()
            .skip(1)
            .noneMatch(word -> word.startsWith("@") || word.endsWith("native"))
        && CompilerName.of(CompilerName.fileName(resolvedProgram))
            .flatMap(CompilerName::family)
            .isPresent();
  }
}

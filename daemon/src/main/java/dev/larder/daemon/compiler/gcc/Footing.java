package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.Places;
import java.util.List;
import java.util.Optional;

/**
 * What the file system was asked for to understand a call: whether {@code PWD} names the working
 * directory, and for some calls more than can be told in a few words.
 *
 * @param spelled the working directory as the compiler knows it
 * @param plain whether it was asked for nothing else
 */
record Footing(Invocation invocation, String spelled, boolean plain) {

  /** The footing of a call, whose words are those after the program, as they were given. */
  static Footing of(
      Invocation invocation, String resolvedProgram, List<String> words, Places places) {
    boolean plain =
        places.directories().isEmpty()
            && words.stream().noneMatch(word -> word.startsWith("@") || word.endsWith("native"))
            && CompilerName.of(CompilerName.fileName(resolvedProgram))
                .flatMap(CompilerName::family)
                .isPresent();
    return new Footing(invocation, WorkingDirectory.spelled(invocation), plain);
  }

  /** As {@link dev.larder.daemon.compiler.RunRules#restsOn}. */
  Optional<List<String>> paths() {
    if (!plain || !WorkingDirectory.spelled(invocation).equals(spelled)) {
      return Optional.empty();
    }
    return Optional.of(
        invocation
            .variable("PWD")
            .filter(path -> path.startsWith("/") && !path.equals(invocation.cwd()))
            .map(path -> List.of(path, invocation.cwd()))
            .orElse(List.of()));
  }
}

package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.RunRules;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.files.NameSearch;
import dev.larder.storage.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All variables together, as one more variable. Code that walks through them asks libc for none of
 * them by name, so nothing can be observed of it; but it has to import the list.
 */
final class WholeEnvironment {
  /** As if it were a variable. */
  static final String NAME = "<environment>";

  /* environ(7), as a symbol's names. */
  private static final NameSearch LISTS = NameSearch.of(List.of("\0environ\0", "\0__environ\0"));

  /* Different in each shell. */
  private static final Set<String> OF_THE_SHELL = Set.of("_", "SHLVL");

  private WholeEnvironment() {}

  /** Whether a library can walk through the variables. */
  static boolean isWithinReachOf(Path library) throws IOException {
    return !LISTS.in(new Content.Stretch(library, 0, Files.size(library))).isEmpty();
  }

  /** That all variables are what they are, but for those that are no inputs. */
  static Fact fact(Invocation invocation, RunRules rules) {
    return Fact.Variable.in(Map.of(NAME, text(invocation, rules)), NAME);
  }

  /** The variables by which a set is verified: with all of them together, if it asks for that. */
  static Map<String, String> with(
      Map<String, String> environment, InputSet inputs, Invocation invocation, RunRules rules) {
    boolean asked =
        inputs.facts().stream()
            .anyMatch(fact -> fact instanceof Fact.Variable v && v.name().equals(NAME));
    if (!asked) {
      return environment;
    }
    Map<String, String> both = new HashMap<>(environment);
    both.put(NAME, text(invocation, rules));
    return both;
  }

  private static String text(Invocation invocation, RunRules rules) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(invocation.environment())
        .forEach(
            (name, value) -> {
              if (!rules.foldsVariable(name) && !OF_THE_SHELL.contains(name)) {
                text.append(name).append('=').append(value).append('\0');
              }
            });
    return text.toString();
  }
}

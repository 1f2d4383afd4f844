package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.RunRules;
import java.util.HashMap;
import java.util.Map;

/**
 * The variables by which facts are found and verified: a caller's own, and what counts like them.
 */
final class Surroundings {
  private Surroundings() {}

  static Map<String, String> with(Map<String, String> environment, RunRules rules) {
    Map<String, String> more = rules.surroundings();
    if (more.isEmpty()) {
      return environment;
    }
    Map<String, String> both = new HashMap<>(environment);
    both.putAll(more);
    return both;
  }
}

package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.RunRules;
import dev.larder.daemon.inputs.Digest;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Inputs of equal content in different places. A compiler may ask whether their times of change are
 * equal, too (gcc does, for {@code #pragma once}), and times are no facts of a run.
 */
final class Twins {
  private Twins() {}

  /**
   * An input that the compiler may have told from its twin by time; empty if there is none.
   *
   * @param startNanos when the run began: what has changed since can not be read any more
   */
  static Optional<String> toldByTime(InputSet inputs, RunRules rules, Path cwd, long startNanos)
      throws IOException {
    Map<Digest, String> first = new HashMap<>();
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.Content content) {
        String twin = first.computeIfAbsent(content.digest(), digest -> content.path());
        if (!twin.equals(content.path())
            && mayBeTold(cwd.resolve(twin), rules, startNanos)
            && !isSame(cwd.resolve(twin), cwd.resolve(content.path()))) {
          return Optional.of(content.path());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean mayBeTold(Path file, RunRules rules, long startNanos) throws IOException {
    return rules.toldByTime(Files.readAllBytes(file)) || Capture.isWrittenSince(file, startNanos);
  }

  /* By name and not by inode: where a name leads is a fact of the run, two hard links may part. */
  private static boolean isSame(Path one, Path other) throws IOException {
    return one.toRealPath().equals(other.toRealPath());
  }
}

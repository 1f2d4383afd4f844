package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.RunRules;
import dev.larder.daemon.inputs.Digest;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Inputs of equal content in different places. A compiler may ask whether their times of change are
 * equal, too (gcc does, for {@code #pragma once}), or whether they are one file (clang does), and
 * neither is a fact of a run. Nor is it that two directories are one by a mount: compilers search
 * such a one but once.
 */
final class Twins {
  private final RunRules rules;
  private final Path cwd;
  private final long startNanos;

  /**
   * Those of a run.
   *
   * @param startNanos when the run began: what has changed since can not be read any more
   */
  Twins(RunRules rules, Path cwd, long startNanos) {
    this.rules = rules;
    this.cwd = cwd;
    this.startNanos = startNanos;
  }

  /** An input that the compiler may have told from its twin; empty if there is none. */
  Optional<String> toldApart(InputSet inputs) throws IOException {
    if (!rules.tellsTwinsApart()) {
      return Optional.empty();
    }
    Map<Digest, String> first = new HashMap<>();
    Optional<String> twins = Optional.empty();
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.Content content) {
        String path = content.path();
        String twin = first.computeIfAbsent(content.digest(), digest -> path);
        if (!twin.equals(path) && !isSame(cwd.resolve(twin), cwd.resolve(path))) {
          if (mayBe(twin, rules::isReadOnce) || (rules.noticesHardLinks() && areOne(twin, path))) {
            return Optional.of(path);
          }
          twins = Optional.of(path);
        }
      }
    }
    return twins.isPresent() && anyReadsOnce(inputs) ? twins : Optional.empty();
  }

  /** A directory that is another one, too, though no link says so; empty if there is none. */
  Optional<String> mountedTwice(InputSet inputs) throws IOException {
    if (!rules.tellsTwinsApart()) {
      return Optional.empty();
    }
    Map<Object, Path> first = new HashMap<>();
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.Presence there && there.kind() == Fact.Kind.DIRECTORY) {
        Path directory = cwd.resolve(there.path());
        Object identity = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        Path twin = first.putIfAbsent(identity, directory);
        if (twin != null && !isSame(twin, directory)) {
          return Optional.of(there.path());
        }
      }
    }
    return Optional.empty();
  }

  private boolean anyReadsOnce(InputSet inputs) throws IOException {
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.Content content && mayBe(content.path(), rules::readsOnce)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBe(String input, Predicate<byte[]> told) throws IOException {
    Path file = cwd.resolve(input);
    return told.test(Files.readAllBytes(file)) || Capture.isWrittenSince(file, startNanos);
  }

  private boolean areOne(String one, String other) throws IOException {
    return Files.isSameFile(cwd.resolve(one), cwd.resolve(other));
  }

  /* By name and not by inode: where a name leads is a fact of the run, two hard links may part. */
  private static boolean isSame(Path one, Path other) throws IOException {
    return one.toRealPath().equals(other.toRealPath());
  }
}

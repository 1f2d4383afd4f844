package dev.larder.daemon.engine;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.RunRules;
import dev.larder.daemon.inputs.Digest;
import dev.larder.daemon.inputs.Digested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Knows which units are being worked on: compiled again and again over their own earlier output,
 * each time from something new. What is kept of such a unit hardly ever serves, and a compiler that
 * keeps state of its own is quick with it, as is a build script that leaves nothing but words; so
 * it is left alone until it is compiled once more from what it was compiled from before, or until
 * its output has gone.
 */
final class Edits {
  /** As a user reads it. */
  static final String REASON = "being worked on";

  private static final int REMEMBERED = 20_000;
  private static final int ENOUGH = 2;

  private record Unit(
      String cwd, List<String> sources, List<String> outputs, Optional<String> tree) {}

  /**
   * Misses in a row.
   *
   * @param inputs what the last of them was to be compiled from, if that was looked at
   */
  private record Misses(int count, Optional<Digest> inputs) {}

  private final com.github.benmanes.caffeine.cache.Cache<Unit, Misses> misses =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  /** Notes a miss; whether the unit is one that is being worked on. */
  boolean missed(Job job) {
    if (!job.action().rules().keepsState() && job.action().tree().isEmpty()) {
      return false;
    }
    if (!isOverOwnOutput(job)) {
      misses.invalidate(unit(job));
      return false;
    }
    return misses.asMap().merge(unit(job), new Misses(1, inputs(job)), Edits::following).count()
        > ENOUGH;
  }

  private static Misses following(Misses before, Misses one) {
    return one.inputs().isPresent() && before.inputs().equals(one.inputs())
        ? one
        : new Misses(before.count() + 1, one.inputs());
  }

  /** Notes that a unit is as it was before. */
  void hit(Job job) {
    misses.invalidate(unit(job));
  }

  private static boolean isOverOwnOutput(Job job) {
    Path cwd = job.cwd();
    return job.action().outputs().stream().anyMatch(o -> Files.exists(cwd.resolve(o.path())))
        || job.action().rules().ranBefore();
  }

  /*
   * What this unit was compiled from the last time, as it is now: what the call names, and what the output of the last run
   * lists. That may leave something out, after which a unit that has changed is taken for an unchanged one and kept.
   */
  private static Optional<Digest> inputs(Job job) {
    if (job.action().tree().isPresent()) {
      return Optional.empty(); // cargo runs a script again when something has changed
    }
    Set<String> files = new LinkedHashSet<>(job.action().sources());
    files.addAll(job.action().rules().filesNamed());
    files.addAll(listed(job));
    StringBuilder text = new StringBuilder();
    for (String file : files) {
      Digested digested = job.cache().memo().digestOf(file, job.invocation().cwd());
      text.append(file).append('\0');
      text.append(digested instanceof Digested.Known known ? known.digest().hex() : "unknown");
      text.append('\0');
    }
    return Optional.of(Digest.compute("inputs of a unit", text.toString()));
  }

  private static List<String> listed(Job job) {
    RunRules rules = job.action().rules();
    for (Action.Output output : job.action().outputs()) {
      if (rules.listsInputs(output.section())) {
        try {
          return rules.namedByCompiler(
              output.section(), Files.readAllBytes(job.cwd().resolve(output.path())));
        } catch (IOException absent) {
          return List.of();
        }
      }
    }
    return List.of();
  }

  private static Unit unit(Job job) {
    return new Unit(
        job.invocation().cwd(),
        job.action().sources(),
        job.action().outputs().stream().map(Action.Output::path).toList(),
        job.action().tree());
  }
}

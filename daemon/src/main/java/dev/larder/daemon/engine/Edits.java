package dev.larder.daemon.engine;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.daemon.compiler.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Knows which units are being worked on: compiled again and again over their own earlier output,
 * each time from something new. What is kept of such a unit hardly ever serves, and a compiler that
 * keeps state of its own is quick with it; so it is left alone until its output has gone.
 */
final class Edits {
  private static final int REMEMBERED = 20_000;
  private static final int ENOUGH = 2;

  private record Unit(String cwd, List<String> sources, List<String> outputs) {}

  private final com.github.benmanes.caffeine.cache.Cache<Unit, Integer> misses =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  /** Notes a miss; whether the unit is one that is being worked on. */
  boolean missed(Job job) {
    if (!job.action().rules().keepsState()) {
      return false;
    }
    if (!isOverOwnOutput(job)) {
      misses.invalidate(unit(job));
      return false;
    }
    return misses.asMap().merge(unit(job), 1, Integer::sum) > ENOUGH;
  }

  /** Notes that a unit is as it was before. */
  void hit(Job job) {
    misses.invalidate(unit(job));
  }

  private static boolean isOverOwnOutput(Job job) {
    Path cwd = job.cwd();
    return job.action().outputs().stream().anyMatch(o -> Files.exists(cwd.resolve(o.path())));
  }

  private static Unit unit(Job job) {
    return new Unit(
        job.invocation().cwd(),
        job.action().sources(),
        job.action().outputs().stream().map(Action.Output::path).toList());
  }
}

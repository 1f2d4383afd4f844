package dev.larder.daemon.prefetch;

import dev.larder.storage.CacheKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a build asked for, in order, and what served it. */
record Course(List<Step> steps) {
  /** What comes after so many is not noted. */
  static final int LONGEST = 10_000;

  private static final int STEP_BYTES = 2 * CacheKey.LENGTH + Long.BYTES;

  Course {
    steps = List.copyOf(steps);
  }

  /**
   * One request.
   *
   * @param bytes that the result has
   */
  record Step(CacheKey action, CacheKey result, long bytes) {}

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(steps.size() * STEP_BYTES);
    for (Step step : steps) {
      out.put(step.action().bytes()).put(step.result().bytes()).putLong(step.bytes());
    }
    return out.array();
  }

  /** Reads one; empty if it is none. Whoever wrote it may have written anything. */
  static Optional<Course> decode(byte[] bytes) {
    if (bytes.length == 0
        || bytes.length % STEP_BYTES != 0
        || bytes.length / STEP_BYTES > LONGEST) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Step> steps = new ArrayList<>(bytes.length / STEP_BYTES);
    byte[] key = new byte[CacheKey.LENGTH];
    while (in.hasRemaining()) {
      in.get(key);
      CacheKey action = CacheKey.of(key);
      in.get(key);
      CacheKey result = CacheKey.of(key);
      steps.add(new Step(action, result, Math.max(0, in.getLong())));
    }
    return Optional.of(new Course(steps));
  }

  private Set<CacheKey> results() {
    Set<CacheKey> results = HashSet.newHashSet(steps.size());
    steps.forEach(step -> results.add(step.result()));
    return results;
  }

  /** How many results both have. */
  int inCommon(Course other) {
    Set<CacheKey> common = results();
    common.retainAll(other.results());
    return common.size();
  }

  int length() {
    return steps.size();
  }
}

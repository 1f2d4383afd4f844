package dev.larder.daemon.prefetch;

import dev.larder.storage.CacheKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** How far one course has been followed, and what came of it. Guarded by its {@link Forerun}. */
/*
 * How far to go ahead of the build follows from what was of use so far: a little on trust, and then
 * as much again as was used. So at most half of all that is brought is in vain, but for that little.
 */
final class Track {
  /* Enough to be ahead of a build that takes a dozen requests in a round trip to a far server. */
  private static final int ENTRIES_ON_TRUST = 64;
  private static final long BYTES_ON_TRUST = 192 << 20;

  /* Builds that run in parallel do not keep to the order; what comes a little before counts too. */
  private static final int DISORDER = 16;

  private final Course course;
  private final Map<CacheKey, Integer> places = new HashMap<>();
  private final Set<CacheKey> results = new HashSet<>();
  private Optional<Integer> start = Optional.empty();
  private int taken;
  private int brought;
  private int used;
  private long bytesBrought;
  private long bytesUsed;

  Track(Course course) {
    this.course = course;
    for (int i = 0; i < course.length(); i++) {
      places.putIfAbsent(course.steps().get(i).action(), i);
      results.add(course.steps().get(i).result());
    }
  }

  boolean hasAction(CacheKey action) {
    return places.containsKey(action);
  }

  boolean hasResult(CacheKey result) {
    return results.contains(result);
  }

  /** Begins at an action, unless it has begun already. */
  void begin(CacheKey action) {
    if (start.isEmpty()) {
      start = Optional.of(Math.max(0, places.getOrDefault(action, 0) - DISORDER));
    }
  }

  /** Whether it may go on now. */
  boolean mayGoOn() {
    return taken < course.length()
        && brought - used < ENTRIES_ON_TRUST + used
        && bytesBrought - bytesUsed < BYTES_ON_TRUST + bytesUsed;
  }

  /** The next step that is of interest; those behind the end come from the beginning. */
  Optional<Course.Step> next(Predicate<Course.Step> wanted) {
    while (taken < course.length()) {
      int place = (start.orElse(0) + taken++) % course.length();
      Course.Step step = course.steps().get(place);
      if (wanted.test(step)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  /** A step is being brought. */
  void taken(Course.Step step) {
    brought++;
    bytesBrought += step.bytes();
  }

  /** It was not brought after all, since it was there. */
  void spared(Course.Step step) {
    brought--;
    bytesBrought -= step.bytes();
  }

  /** One that was brought served somebody. */
  void used(Course.Step step) {
    used++;
    bytesUsed += step.bytes();
  }
}

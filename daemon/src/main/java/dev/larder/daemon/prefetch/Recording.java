package dev.larder.daemon.prefetch;

import dev.larder.storage.CacheKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Notes what a build asks for while it goes on. Safe for use by many threads. */
final class Recording {
  private final Map<CacheKey, Optional<Course.Step>> asked = new LinkedHashMap<>();
  private boolean changed;

  /** An action was asked for: its place in the order is here. */
  synchronized void asked(CacheKey action) {
    if (asked.size() < Course.LONGEST) {
      asked.putIfAbsent(action, Optional.empty());
    }
  }

  /** What came of it in the end: of several, the last. */
  synchronized void came(CacheKey action, CacheKey result, long bytes) {
    if (asked.containsKey(action)) {
      Optional<Course.Step> step = Optional.of(new Course.Step(action, result, bytes));
      changed |= !step.equals(asked.put(action, step));
    }
  }

  synchronized boolean isAsked(CacheKey action) {
    return asked.containsKey(action);
  }

  synchronized Set<CacheKey> actions() {
    return Set.copyOf(asked.keySet());
  }

  /** What was told as news is still news. */
  synchronized void remains() {
    changed = true;
  }

  /** All that had a result, if there is anything new since this was last called. */
  synchronized Optional<Course> news() {
    if (!changed) {
      return Optional.empty();
    }
    changed = false;
    List<Course.Step> steps = new ArrayList<>();
    asked.values().forEach(step -> step.ifPresent(steps::add));
    return Optional.of(new Course(steps));
  }
}

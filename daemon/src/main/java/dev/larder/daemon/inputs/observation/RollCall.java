package dev.larder.daemon.inputs.observation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether every program that was executed was observed. Whatever keeps an observer out of a
 * process, no START of that process stands behind the EXEC of its program.
 */
final class RollCall {
  private RollCall() {}

  static void check(List<Event> events, Nested nested) throws ObjectionException {
    for (Event event : events) {
      if (event instanceof Event.Blind blind && !nested.isWrapper().test(blind.program())) {
        throw unobserved(blind.program(), blind.why());
      }
    }
    // Backwards, so that what follows an event is known when it is met.
    Set<Integer> started = new HashSet<>();
    Set<Integer> parents = new HashSet<>();
    for (Event event : events.reversed()) {
      switch (event) {
        case Event.Start start -> {
          started.add(start.pid());
          parents.add(start.parent());
        }
        case Event.Exec exec -> {
          if (exec.errno() == 0
              && !present(exec, started, parents)
              && !nested.callers().contains(exec.spawned() ? exec.child() : exec.pid())) {
            String program = exec.path().path();
            throw unobserved(program, why(program, nested));
          }
        }
        default -> {}
      }
    }
    if (started.isEmpty() && parents.isEmpty()) {
      throw new ObjectionException(
          Verdict.Reason.NOT_OBSERVED, "the observer was not loaded into the compiler");
    }
  }

  private static ObjectionException unobserved(String program, String why) {
    return new ObjectionException(
        Verdict.Reason.UNOBSERVED_PROGRAM, "unobserved program " + program + " (" + why + ")");
  }

  private static String why(String program, Nested nested) {
    return nested.isWrapper().test(program)
        ? "called without a compiler; for the crate cc set CC=larder-cc CXX=larder-c++"
        : "no roll call";
  }

  /** An image needs a START of its own: the one that is found is used up. */
  private static boolean present(Event.Exec exec, Set<Integer> started, Set<Integer> parents) {
    if (!exec.spawned()) {
      return started.remove(exec.pid());
    }
    return exec.child() == 0 ? parents.contains(exec.pid()) : started.contains(exec.child());
  }
}

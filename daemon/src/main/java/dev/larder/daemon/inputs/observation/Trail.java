package dev.larder.daemon.inputs.observation;

import dev.larder.daemon.inputs.CallersCalendar;
import dev.larder.daemon.inputs.DigestMemo;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.observation.Verdict.Reason;
import java.lang.foreign.Arena;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges a run by what was observed of it, when it has ended. What has changed since it began can
 * not be vouched for, and makes the run unusable. Safe for many threads.
 */
public final class Trail {
  private final Kernel kernel;
  private final DigestMemo memo;
  private final CallersCalendar calendar;

  /** Judges with these digests and this calendar. */
  public Trail(Kernel kernel, DigestMemo memo, CallersCalendar calendar) {
    this.kernel = kernel;
    this.memo = memo;
    this.calendar = calendar;
  }

  /** The same for a run that is all in its recording. */
  public Verdict judge(Recording recording, RunContext context, FoldRules rules) {
    return judge(recording, Nested.NONE, context, rules);
  }

  /** What the run depended on, or why that can not be told. */
  public Verdict judge(Recording recording, Nested nested, RunContext context, FoldRules rules) {
    return switch (recording) {
      case Recording.Broken broken -> new Verdict.Unusable(Reason.BROKEN_RECORDING, broken.why());
      case Recording.Complete complete -> {
        try {
          yield judge(complete, nested, context, rules);
        } catch (ObjectionException objection) {
          yield objection.verdict();
        }
      }
    };
  }

  private Verdict judge(
      Recording.Complete recording, Nested nested, RunContext context, FoldRules rules)
      throws ObjectionException {
    RollCall.check(recording.events(), nested);
    FirstContact run = new FirstContact(context, rules);
    run.take(nested.products());
    run.take(recording.events());
    run.take(nested.inputs());
    try (Calls calls = kernel.borrow();
        Arena arena = Arena.ofConfined()) {
      Now now = new Now(calls, arena, context.cwd());
      checkLeft(run, now);
      FactFinder finder = new FactFinder(now, memo, context, rules, run);
      for (String program : run.programs()) {
        finder.program(program);
      }
      for (String name : run.executed()) {
        finder.executed(name);
      }
      libraries(run, now, context, finder);
      finder.contacts(run.contacts());
      environment(run, context, rules, finder);
      if (run.askedCalendar()) {
        calendar(rules.calendar(finder.read()), context, finder);
        finder.confirmRead();
      }
      if (finder.facts().size() > InputSet.MOST) {
        throw new ObjectionException(
            Reason.TOO_MANY_INPUTS, finder.facts().size() + " inputs, more than " + InputSet.MOST);
      }
      return new Verdict.Observed(InputSet.of(finder.facts()), run.written());
    }
  }

  /** Whatever a run leaves behind must be kept with it, or it is not the same the next time. */
  private static void checkLeft(FirstContact run, Now now) throws ObjectionException {
    for (String left : run.own().left()) {
      if (!run.isOutput(left) && now.lstat(left).isPresent()) {
        throw new ObjectionException(Reason.UNEXPECTED_OUTPUT, "unexpected output " + left);
      }
    }
  }

  private static void libraries(FirstContact run, Now now, RunContext context, FactFinder finder)
      throws ObjectionException {
    for (String library : run.libraries()) {
      finder.program(library);
    }
    Set<String> searched = new LinkedHashSet<>(run.libraries());
    searched.removeAll(run.plugins());
    String searchPath = context.environment().getOrDefault("LD_LIBRARY_PATH", "");
    List<String> asked = new ArrayList<>(run.plugins());
    asked.addAll(LibrarySearch.candidates(searched, searchPath));
    for (String library : asked) {
      Optional<String> missing = now.topmostMissing(library);
      if (missing.isPresent()) {
        finder.add(new Fact.Absent(missing.get()));
      } else {
        finder.program(library);
      }
    }
  }

  private static void environment(
      FirstContact run, RunContext context, FoldRules rules, FactFinder finder) {
    for (String name : run.variables()) {
      if (!name.isEmpty()) {
        finder.add(Fact.Variable.in(context.environment(), name));
      }
    }
    boolean asked = run.askedWorkingDirectory() && !rules.foldsWorkingDirectory();
    if (asked || run.namedWorkingDirectory()) {
      finder.add(Fact.WorkingDirectory.of(context.cwd()));
    }
  }

  private void calendar(FoldRules.Calendar wanted, RunContext context, FactFinder finder)
      throws ObjectionException {
    switch (wanted) {
      case FOLDED -> {}
      case DATE -> {
        Instant start = Instant.ofEpochSecond(0, context.start());
        Optional<LocalDate> before = calendar.date(context.environment(), start);
        Optional<LocalDate> today = calendar.today(context.environment());
        if (today.isEmpty() || !today.equals(before)) {
          throw new ObjectionException(Reason.TIME, "time (the date is not certain)");
        }
        finder.add(new Fact.Today(today.get()));
      }
      case REFUSED -> throw new ObjectionException(Reason.TIME, "time");
    }
  }
}

package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Places;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.observation.Event;
import dev.larder.daemon.inputs.observation.Nested;
import dev.larder.daemon.inputs.observation.SpelledPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A run that is under way, within which others ask for compiles: what those depend on, it depends
 * on. Safe for many threads.
 */
final class OuterRun {
  private static final String VARIABLE = "variable ";

  private final List<Event> products = new ArrayList<>();
  private final List<Event> inputs = new ArrayList<>();
  private final Set<Integer> callers = new HashSet<>();

  /**
   * A process of the run that asks for a compile.
   *
   * @param pid as it knows itself
   */
  record Inner(OuterRun run, int pid) {
    /** Takes in its compile, which was served from what was verified, or was observed itself. */
    void add(Job job, InputSet depended) {
      run.add(pid, job, depended);
    }
  }

  private synchronized void add(int pid, Job job, InputSet depended) {
    String cwd = job.invocation().cwd();
    callers.add(pid);
    job.action().outputs().forEach(output -> products.add(made(pid, spelled(cwd, output.path()))));
    for (String source : job.action().sources()) {
      inputs.add(new Event.Open(pid, spelled(cwd, source), 0, 0));
    }
    for (var part : job.parts()) {
      if (part.label().startsWith(VARIABLE)) {
        inputs.add(new Event.Variable(pid, part.label().substring(VARIABLE.length())));
      }
    }
    for (Fact fact : depended.facts()) {
      add(pid, cwd, fact);
    }
  }

  private static Event made(int pid, SpelledPath path) {
    return new Event.Write(pid, path, Event.Change.CONTENT, false, false, 0);
  }

  private static SpelledPath spelled(String cwd, String path) {
    return new SpelledPath(path.startsWith("/") ? "" : cwd, path);
  }

  private void add(int pid, String cwd, Fact fact) {
    switch (fact) {
      case Fact.OfPath ofPath -> inputs.add(event(pid, spelled(cwd, ofPath.path()), ofPath));
      case Fact.Variable variable -> inputs.add(asked(pid, variable.name()));
      // The script chose it, or has its own in the key.
      case Fact.WorkingDirectory directory -> {}
      case Fact.Today today -> inputs.add(new Event.Time(pid, "__DATE__", "a compiler", true));
    }
  }

  /* What a compile's places are called lies in its run; that a macro may have seen all variables does not stay there. */
  private static Event asked(int pid, String variable) {
    if (variable.equals(WholeEnvironment.NAME)) {
      return new Event.Odd(pid, "a compile within it may have looked through all variables");
    }
    return new Event.Variable(pid, Places.isLabel(variable) ? "" : variable);
  }

  private static Event event(int pid, SpelledPath path, Fact.OfPath fact) {
    return switch (fact) {
      case Fact.Content content -> new Event.Open(pid, path, 0, 0);
      case Fact.Program program -> new Event.Start(pid, 0, path.key(), "", List.of());
      case Fact.Executable executable -> new Event.Exec(pid, path, false, 0, 0);
      case Fact.Absent absent -> new Event.Probe(pid, path, true, Errno.ENOENT);
      case Fact.Presence presence -> new Event.Probe(pid, path, true, 0);
      case Fact.Permissions permissions -> new Event.Probe(pid, path, true, 0);
      case Fact.Refused refused -> new Event.Probe(pid, path, true, refused.errno());
      case Fact.Listing listing -> new Event.Listed(pid, path, 0);
      case Fact.Link link -> new Event.LinkRead(pid, path, 0);
      case Fact.Canonical canonical -> new Event.Resolved(pid, path, 0);
    };
  }

  /**
   * All that was taken in so far.
   *
   * @param isWrapper whether a program is Larder's own
   */
  synchronized Nested nested(Predicate<String> isWrapper) {
    return new Nested(products, inputs, callers, isWrapper);
  }
}

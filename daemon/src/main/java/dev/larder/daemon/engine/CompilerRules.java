package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.RunRules;
import dev.larder.daemon.inputs.observation.Event;
import dev.larder.daemon.inputs.observation.FoldRules;
import dev.larder.daemon.inputs.observation.SpelledPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a front end knows of its compiler, as the judge of a run asks for it. */
record CompilerRules(RunRules rules, Path cwd) implements FoldRules {
  @Override
  public boolean ignores(Event event, List<String> libraries) {
    return switch (event) {
      case Event.Time time ->
          rules.foldsCalendar(time.function())
              || rules.excuses(RunRules.Asked.CALENDAR, time.function(), time.program(), libraries);
      case Event.Clock clock ->
          rules.excuses(RunRules.Asked.CLOCK, clock.function(), clock.program(), libraries);
      case Event.Host host ->
          rules.excuses(RunRules.Asked.HOST, host.function(), host.program(), libraries);
      case Event.Variable variable -> rules.foldsVariable(variable.name(), libraries);
      case Event.Listed listed -> rules.foldsListing(listed.path().key(), libraries);
      case Event.Probe probe -> probe.errno() == 0 && folds(probe.path());
      case Event.Resolved resolved ->
          resolved.errno() == 0 && rules.foldsQuestion(resolved.path().key());
      default -> false;
    };
  }

  @Override
  public Optional<String> asksFor(Event event) {
    return event instanceof Event.Host host
        ? rules.isAsWell(RunRules.Asked.HOST, host.function())
        : Optional.empty();
  }

  private boolean folds(SpelledPath path) {
    return rules.foldsQuestion(path.key()) || rules.foldsProbe(path.path());
  }

  @Override
  public boolean foldsPath(String key) {
    return rules.foldsPath(key);
  }

  @Override
  public boolean mayBeLinked(String key) {
    return rules.mayBeLinked(key);
  }

  @Override
  public boolean comparesFiles(Collection<String> code) {
    return rules.comparesFiles(code);
  }

  @Override
  public boolean copiesFiles() {
    return rules.copiesFiles();
  }

  @Override
  public boolean asksForPermissions(Collection<String> code) {
    return rules.asksForPermissions(code);
  }

  @Override
  public boolean namesWorkingDirectory(List<String> libraries) {
    return rules.namesWorkingDirectory(libraries);
  }

  @Override
  public boolean foldsWorkingDirectory() {
    return rules.foldsWorkingDirectory();
  }

  /** A run that asked for the time although no text that it read does is not understood. */
  @Override
  public Calendar calendar(List<String> read) {
    boolean date = false;
    for (String path : read) {
      switch (asked(path)) {
        case TIME -> {
          return Calendar.REFUSED;
        }
        case DATE -> date = true;
        case NOTHING -> {}
      }
    }
    return date ? Calendar.DATE : Calendar.REFUSED;
  }

  private RunRules.Calendar asked(String path) {
    try {
      return rules.calendar(Files.readAllBytes(cwd.resolve(path)));
    } catch (IOException e) {
      return RunRules.Calendar.TIME; // it can not be read again: nothing speaks for it
    }
  }
}

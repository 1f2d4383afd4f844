package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Analysis;
import dev.larder.daemon.compiler.FrontEnd;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.prefetch.Build;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.standing.StandingAnswers;
import dev.larder.daemon.stats.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Serves compiles, whatever their language. */
public final class Engine {
  private static final Analysis.Bypass NO_CACHE =
      new Analysis.Bypass(Analysis.Kind.NOT_CACHEABLE, "LARDER_NO_CACHE is set");

  private static final Analysis.Bypass NO_SCRIPTS =
      new Analysis.Bypass(Analysis.Kind.NOT_CACHEABLE, "LARDER_BUILD_SCRIPTS is off");

  private final List<FrontEnd> frontEnds;
  private final Compiles compiles;
  private final Notes notes;
  private final Observer observer;
  private final StandingAnswers standing;
  private final Clock clock;
  private final Recordings recordings = new Recordings();
  private final OuterRuns outerRuns = new OuterRuns();

  public Engine(
      List<FrontEnd> frontEnds, Observer observer, StandingAnswers standing, Clock clock) {
    this.frontEnds = List.copyOf(frontEnds);
    this.notes = new Notes(clock);
    this.observer = observer;
    this.clock = clock;
    this.standing = standing;
    this.compiles =
        new Compiles(
            observer, recordings, outerRuns, new StandingHits(standing, notes, clock), notes);
  }

  /**
   * Waits until the runs that have ended are counted and kept, or the time is over, and counts the
   * hits that wrappers gave themselves: what a user asks for after a build is to include all of it.
   */
  public void settle(Duration limit) throws InterruptedException {
    recordings.settle(limit);
    standing.drain();
  }

  /**
   * Answers one compile, to its end.
   *
   * @param origin where it comes from
   */
  public void compile(
      Invocation asked, Origin origin, Configuration configuration, Cache cache, Caller caller)
      throws CallerGoneException, InterruptedException {
    Optional<OuterRun> outer = outerRuns.around(asked);
    if (OuterRuns.isInner(asked) && outer.isEmpty()) {
      caller.tell(new Answer.Exec("observed as a part of another run"));
      return;
    }
    Invocation invocation =
        outer.isEmpty() ? asked : OuterRuns.withoutObserver(asked, observer.library().toString());
    cache.statistics().count(new Event.Requested());
    standing.look();
    Optional<String> program = resolve(invocation);
    if (program.isEmpty()) {
      caller.tell(new Answer.Exec("no such program"));
      return;
    }
    Optional<FrontEnd> frontEnd =
        frontEnds.stream().filter(f -> f.recognises(invocation, program.get())).findFirst();
    if (frontEnd.isEmpty()) {
      cache.statistics().count(new Event.Unsupported());
      caller.tell(new Answer.Exec("unsupported compiler " + invocation.program()));
      return;
    }
    switch (frontEnd.get().analyse(invocation, program.get(), configuration.baseDirectories())) {
      case Analysis.Bypass bypass -> bypass(invocation, bypass, cache, caller);
      case Analysis.Cacheable cacheable -> {
        if (configuration.noCache()) {
          bypass(invocation, NO_CACHE, cache, caller);
        } else if (cacheable.action().tree().isPresent() && !configuration.buildScripts()) {
          bypass(invocation, NO_SCRIPTS, cache, caller);
        } else {
          compiles.serve(
              new Job(
                  clock.instant(),
                  origin,
                  invocation,
                  program.get(),
                  cacheable.action(),
                  configuration,
                  cache,
                  caller,
                  build(asked, origin.pid(), configuration, cache),
                  outer.map(run -> new OuterRun.Inner(run, origin.pid()))));
        }
      }
    }
  }

  private static Build build(Invocation asked, int pid, Configuration configuration, Cache cache) {
    return cache
        .prefetch()
        .of(
            configuration.project(),
            configuration.prefetch().bytes(),
            asked.cwd(),
            asked.environment(),
            pid);
  }

  private void bypass(Invocation invocation, Analysis.Bypass bypass, Cache cache, Caller caller) {
    cache
        .statistics()
        .count(
            switch (bypass.kind()) {
              case NOT_COMPILATION -> new Event.NotCompilation();
              case NOT_CACHEABLE -> new Event.NotCacheable(bypass.reason());
            });
    cache.journal().record(notes.bypass(invocation, bypass.reason()));
    caller.tell(new Answer.Exec(bypass.reason()));
  }

  /** The program's real path, all links followed. */
  private static Optional<String> resolve(Invocation invocation) {
    try {
      return Optional.of(
          Path.of(invocation.cwd()).resolve(invocation.program()).toRealPath().toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

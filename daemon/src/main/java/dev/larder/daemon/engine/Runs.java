package dev.larder.daemon.engine;

import dev.larder.daemon.explain.JournalEntry;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.observation.Nested;
import dev.larder.daemon.inputs.observation.Region;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.Question;
import dev.larder.daemon.protocol.Text;
import dev.larder.daemon.stats.Event;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Has the real compiler run in the caller's place, observed, and keeps what it made. */
final class Runs {
  private static final Logger LOG = System.getLogger(Runs.class.getName());

  private final Observer observer;
  private final Durations durations;
  private final Recordings recordings;
  private final OuterRuns outerRuns;
  private final Notes notes;
  private final NextTick nextTick = new NextTick(new Kernel());

  Runs(
      Observer observer,
      Durations durations,
      Recordings recordings,
      OuterRuns outerRuns,
      Notes notes) {
    this.recordings = recordings;
    this.outerRuns = outerRuns;
    this.notes = notes;
    this.observer = observer;
    this.durations = durations;
  }

  /**
   * Compiles because nothing stored serves.
   *
   * @param why what a user reads as the reason; empty if nothing like it was ever stored
   * @param compiled to be called when the compiler has ended
   */
  void miss(Job job, Sought sought, String why, Runnable compiled)
      throws CallerGoneException, InterruptedException {
    Optional<String> obstacle = observer.obstacle(job);
    if (obstacle.isPresent()) {
      unobserved(job, sought, obstacle.get());
      return;
    }
    try (Region region = observer.region(job);
        OuterRuns.UnderWay underWay = outerRuns.begin(region)) {
      Ran ran = run(job, region, underWay.run());
      compiled.run();
      if (!ran.report().success()) {
        job.count(new Event.CompileFailed());
        job.cache().journal().record(failed(job, sought, ran, region));
      } else {
        keep(job, sought, why, ran, region);
        return;
      }
    } catch (IOException e) {
      given(job, e);
      return;
    }
    job.caller().tell(new Answer.Done(List.of()));
  }

  /** Lets the caller go as soon as nothing of the build directory is needed any more. */
  private void keep(Job job, Sought sought, String why, Ran ran, Region region)
      throws IOException, InterruptedException {
    try (Recordings.UnderWay recording = recordings.begin()) {
      job.count(new Event.Missed(job.action().language(), job.action().detail()));
      Recorder recorder = new Recorder(job, sought.key(), observer);
      Recorder.Decision decision = recorder.decide(ran, region);
      boolean waited = job.caller().reach(decision.whole() ? job.done() : new Answer.Wait());
      Recorder.Result result = recorder.carryOut(decision, waited);
      job.cache().journal().record(notes.miss(job, sought, why, result));
      if (!decision.whole()) {
        job.caller().tell(job.done());
      }
    }
  }

  /** A failure is kept if the front end says that it is the fault of what was compiled. */
  private JournalEntry failed(Job job, Sought sought, Ran ran, Region region)
      throws IOException, InterruptedException {
    if (job.outer().isPresent() && ran.report().end() == Question.End.EXITED) {
      new Recorder(job, sought.key(), observer).inputs(ran, region).ifPresent(job::depends);
    }
    if (ran.report().end() != Question.End.EXITED
        || !job.action().rules().keepsFailure(ran.report().code(), ran.transcript().stderr())) {
      return notes.failed(job);
    }
    Recorder recorder = new Recorder(job, sought.key(), observer);
    Recorder.Decision decision = recorder.decide(ran, region);
    boolean waited = job.caller().reach(new Answer.Wait());
    return notes.miss(job, sought, "", recorder.carryOut(decision, waited));
  }

  /** What can not be observed is not kept, so the compiler may as well have the caller's place. */
  void unobserved(Job job, Sought sought, String reason) {
    job.count(new Event.Missed(job.action().language(), job.action().detail()));
    alone(job, sought, new Recorder.Result.NotKept(reason));
  }

  /** Has the caller compile by itself, whatever is kept. */
  void alone(Job job, Sought sought, Recorder.Result.NotKept why) {
    job.count(new Event.NotStored(why.reason()));
    job.cache().journal().record(notes.miss(job, sought, "", why));
    job.caller().tell(new Answer.Exec(why.reason()));
  }

  /** Whether hits can be verified under this configuration. */
  boolean canVerify(Job job) {
    return observer.obstacle(job).isEmpty();
  }

  /** Compiles although a stored result serves, and compares the two. The compiler's own wins. */
  void verify(Job job, Finder.Found found) throws CallerGoneException, InterruptedException {
    try (Region region = observer.region(job);
        OuterRuns.UnderWay underWay = outerRuns.begin(region)) {
      Ran ran = run(job, region, underWay.run());
      job.depends(found.inputs());
      Optional<String> difference = Comparison.difference(found.entry(), job, ran);
      if (!job.caller().reach(new Answer.Wait())) {
        return; // what was compared may be anyone's
      }
      job.count(new Event.Verified(difference.isEmpty()));
      if (difference.isEmpty()) {
        job.count(new Event.Hit(job.action().language(), job.action().detail(), Duration.ZERO));
      } else {
        LOG.log(
            Level.ERROR,
            "wrong hit: result {0} of {1} in {2} differs in {3}",
            found.result(),
            job.unit(),
            job.cwd(),
            difference.get());
        job.cache().store().remove(found.result());
      }
    } catch (IOException e) {
      given(job, e);
      return;
    }
    job.caller().tell(job.done());
  }

  /** Runs the compiler, and collects what it prints and how it ends. */
  private Ran run(Job job, Region region, OuterRun nested)
      throws CallerGoneException, InterruptedException {
    ExtraInputs extras = ExtraInputs.before(job);
    nextTick.await(job);
    job.caller()
        .tell(
            new Answer.Run(
                job.action().runArguments().stream().map(Text::of).toList(),
                observer.edits(region, job.invocation().environment())));
    Transcript transcript = new Transcript();
    while (true) {
      switch (job.caller().hear()) {
        case Question.Printed printed -> transcript.add(printed);
        case Question.Report report -> {
          Duration took = Duration.ofNanos(report.wallNanos());
          durations.took(job.unit(), took);
          if (report.success()) {
            job.count(new Event.Compiled(took));
          }
          return new Ran(report, transcript, extras, nested.nested(observer::isWrapper));
        }
        case Question.Request request -> throw unexpected("a second request");
        case Question.Placed placed -> throw unexpected("PLACED while compiling");
        case Question.Cancelled cancelled -> throw unexpected("CANCELLED while compiling");
      }
    }
  }

  private static CallerGoneException unexpected(String what) {
    LOG.log(Level.WARNING, "a wrapper does not keep to the protocol: {0}", what);
    return new CallerGoneException();
  }

  /* Before RUN was told the caller still waits and may exec; after it, DONE lets it go. */
  private static void given(Job job, IOException trouble) {
    if (trouble instanceof CallerGoneException) {
      return;
    }
    LOG.log(Level.WARNING, "not kept: {0}", trouble.toString());
    job.count(new Event.NotStored(trouble.toString()));
    job.caller().tell(new Answer.Done(List.of()));
  }

  /** A run that has ended. */
  record Ran(Question.Report report, Transcript transcript, ExtraInputs extras, Nested nested) {}
}

package dev.larder.daemon.engine;

import static java.util.stream.Collectors.toSet;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.observation.Region;
import dev.larder.daemon.inputs.observation.RunContext;
import dev.larder.daemon.inputs.observation.Verdict;
import dev.larder.daemon.stats.Event;
import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decides whether a finished run can be kept, and keeps it. */
final class Recorder {
  private final Job job;
  private final CacheKey key;
  private final Observer observer;

  Recorder(Job job, CacheKey key, Observer observer) {
    this.job = job;
    this.key = key;
    this.observer = observer;
  }

  /** What became of a run's result. */
  sealed interface Result {
    record Kept() implements Result {}

    /**
     * The result is right, but is not kept.
     *
     * @param reason a short phrase, counted
     * @param detail the whole story for a user, with the names of files
     */
    record NotKept(String reason, String detail) implements Result {
      NotKept(String reason) {
        this(reason, reason);
      }
    }
  }

  /**
   * Takes what the run made. What is then {@linkplain Taken#whole() whole} needs nothing of the
   * build directory any more.
   */
  Taken take(Runs.Ran ran) throws IOException {
    if (ran.report().survivors()) {
      return new Taken.Unfit(new Result.NotKept("processes left behind"));
    }
    if (job.configuration().readOnly()) {
      return new Taken.Unfit(new Result.NotKept("the cache is read-only"));
    }
    try {
      Entry entry = Capture.of(job.action(), job.cwd(), ran);
      OutputDigests digests = OutputDigests.learn(job);
      return new Taken.Outputs(digests.in(entry), digests);
    } catch (Capture.Unfit e) {
      return new Taken.Unfit(new Result.NotKept(e.reason(), e.detail()));
    }
  }

  /** What was taken of a run. */
  sealed interface Taken {
    record Outputs(Entry entry, OutputDigests digests) implements Taken {}

    record Unfit(Result.NotKept why) implements Taken {}

    /** Whether it is all in memory. */
    default boolean whole() {
      return !(this instanceof Outputs outputs)
          || outputs.entry().sections().stream()
              .allMatch(section -> section.content() instanceof Content.Bytes);
    }
  }

  /** Judges the run, and keeps what was taken of it. */
  Result record(Taken taken, Runs.Ran ran, Region region) throws IOException {
    Result result =
        switch (taken) {
          case Taken.Unfit unfit -> unfit.why();
          case Taken.Outputs outputs -> decide(outputs, ran, region);
        };
    if (result instanceof Result.NotKept notKept) {
      job.count(new Event.NotStored(notKept.reason()));
    }
    return result;
  }

  private Result decide(Taken.Outputs outputs, Runs.Ran ran, Region region) throws IOException {
    return switch (judge(ran, region)) {
      case Verdict.Unusable unusable ->
          new Result.NotKept(unusable.reason().words(), unusable.text());
      case Verdict.Observed observed ->
          examine(outputs, observed.inputs(), ran.report().startNanos());
    };
  }

  private Verdict judge(Runs.Ran ran, Region region) {
    RunContext context =
        new RunContext(
            job.invocation().cwd(),
            job.invocation().environment(),
            ran.report().startNanos(),
            job.action().outputs().stream().map(Action.Output::path).collect(toSet()),
            temporaryDirectory(),
            observer.library().toString());
    return job.cache()
        .trail()
        .judge(region.read(), context, new CompilerRules(job.action().rules(), job.cwd()));
  }

  /** Where compilers make their temporary files, as libiberty and LLVM choose it. */
  private String temporaryDirectory() {
    return Stream.of("TMPDIR", "TMP", "TEMP")
        .map(name -> job.invocation().environment().getOrDefault(name, ""))
        .filter(directory -> !directory.isEmpty())
        .findFirst()
        .orElse("/tmp");
  }

  private Result examine(Taken.Outputs outputs, InputSet inputs, long startNanos)
      throws IOException {
    Entry entry = outputs.entry();
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.Content content) {
        Optional<String> refusal = job.action().rules().refusal(content.path());
        if (refusal.isPresent()) {
          return new Result.NotKept(refusal.get(), refusal.get() + ": " + content.path());
        }
      }
    }
    Optional<String> twin = Twins.toldByTime(inputs, job.action().rules(), job.cwd(), startNanos);
    if (twin.isPresent()) {
      return new Result.NotKept(
          "equal inputs told apart by their times",
          "equal inputs told apart by their times: " + twin.get());
    }
    for (Entry.Section section : entry.sections()) {
      if (listsInputs(section)) {
        Optional<String> missed =
            CrossCheck.missed(
                job.action().rules().namedByCompiler(section.name(), text(section)),
                inputs,
                job.cwd());
        if (missed.isPresent()) {
          return new Result.NotKept(
              "named by the compiler but not observed",
              "named by the compiler but not observed: " + missed.get());
        }
      }
    }
    return keep(outputs, Portability.portable(withNamedVariables(entry, inputs), entry, job));
  }

  /** What an output says, in the words of this call. */
  private byte[] text(Entry.Section section) throws IOException {
    return job.action().places().show(section.content().toBytes());
  }

  private InputSet withNamedVariables(Entry entry, InputSet inputs) throws IOException {
    Set<Fact> facts = new HashSet<>(inputs.facts());
    for (Entry.Section section : entry.sections()) {
      if (listsInputs(section)) {
        for (String name : job.action().rules().variablesNamed(section.name(), text(section))) {
          facts.add(Fact.Variable.in(job.invocation().environment(), name));
        }
      }
    }
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.Program program
          && job.action().rules().isForeign(program.path())
          && WholeEnvironment.isWithinReachOf(job.cwd().resolve(program.path()))) {
        facts.add(WholeEnvironment.fact(job.invocation(), job.action().rules()));
      }
    }
    return facts.size() == inputs.facts().size() ? inputs : InputSet.of(facts);
  }

  private boolean listsInputs(Entry.Section section) {
    return job.action().rules().listsInputs(section.name())
        && job.action().outputs().stream()
            .map(Action.Output::section)
            .anyMatch(section.name()::equals);
  }

  /** The value first, then the record that leads to it. */
  private Result keep(Taken.Outputs outputs, InputSet inputs) {
    long started = System.nanoTime();
    CacheKey result = Keys.result(key, inputs.digest());
    Outcome outcome = job.cache().store().put(result, outputs.entry());
    if (!outputs.whole() && !outputs.digests().stillHold()) {
      job.cache().store().remove(result);
      return new Result.NotKept("an output changed while it was kept");
    }
    if (outcome instanceof Outcome.Stored) {
      outcome =
          job.cache()
              .manifests()
              .add(new Manifests.Asked(key, job.invocation().cwd(), job.action().places()), inputs);
    }
    return switch (outcome) {
      case Outcome.Stored stored -> {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        job.count(new Event.Written(took));
        yield new Result.Kept();
      }
      case Outcome.Declined declined -> new Result.NotKept(declined.reason());
      case Outcome.Failed failed -> {
        job.count(new Event.WriteFailed(failed.reason()));
        yield new Result.NotKept("the cache can not be written", failed.reason());
      }
    };
  }
}

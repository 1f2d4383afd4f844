package dev.larder.daemon.engine;

import static java.util.stream.Collectors.toSet;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.engine.tree.PassingMarks;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.observation.Region;
import dev.larder.daemon.inputs.observation.RunContext;
import dev.larder.daemon.inputs.observation.Verdict;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.stats.Event;
import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.Outcome;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decides whether a finished run can be kept, and keeps it. */
final class Recorder {
  private static final Logger LOG = System.getLogger(Recorder.class.getName());

  private static final String NOT_WAITED = "the caller did not wait";

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

  /** What is to become of a run's result. */
  sealed interface Decision {
    /**
     * The result can be kept.
     *
     * @param inputs what it holds for, in the words of a kept set
     */
    record Keep(Entry entry, OutputDigests digests, InputSet inputs) implements Decision {}

    record Drop(Result.NotKept why) implements Decision {}

    /** Whether nothing of the build directory is needed any more: it is all in memory. */
    default boolean whole() {
      return !(this instanceof Keep keep)
          || keep.entry().sections().stream()
              .allMatch(section -> section.content() instanceof Content.Bytes);
    }
  }

  /**
   * Takes what the run made and judges it. To be done while the caller waits: what it does next may
   * put another file in the place of one that was read, with no time of change to tell.
   */
  Decision decide(Runs.Ran ran, Region region) throws IOException {
    if (ran.report().survivors()) {
      return drop("processes left behind");
    }
    if (job.configuration().keepsNothing()) {
      return drop("the cache is read-only");
    }
    Entry entry;
    try {
      entry = Capture.of(job.action(), job.cwd(), ran);
    } catch (Capture.Unfit e) {
      return new Decision.Drop(new Result.NotKept(e.reason(), e.detail()));
    }
    return switch (judge(ran, region)) {
      case Verdict.Unusable unusable ->
          new Decision.Drop(new Result.NotKept(unusable.reason().words(), unusable.text()));
      case Verdict.Observed observed -> {
        Optional<String> foreign = foreign(entry, observed);
        if (foreign.isPresent()) {
          yield drop("an output that something else wrote", foreign.get());
        }
        Decision decision = examine(entry, observed.inputs(), ran.report().startNanos());
        if (decision instanceof Decision.Keep) {
          job.depends(observed.inputs());
        }
        yield decision;
      }
    };
  }

  /** What lies at an output's path and is new, but was not written by the run. */
  private Optional<String> foreign(Entry entry, Verdict.Observed observed) {
    return job.action().outputs().stream()
        .filter(output -> !observed.written().contains(output.path()))
        .filter(
            output ->
                entry.sections().stream()
                    .anyMatch(section -> section.name().equals(output.section())))
        .map(Action.Output::path)
        .findFirst();
  }

  /** What a run depended on, be it kept or not; empty if that can not be told. */
  Optional<InputSet> inputs(Runs.Ran ran, Region region) throws IOException {
    return !ran.report().survivors() && judge(ran, region) instanceof Verdict.Observed observed
        ? Optional.of(observed.inputs())
        : Optional.empty();
  }

  private static Decision drop(String reason) {
    return new Decision.Drop(new Result.NotKept(reason));
  }

  /**
   * Does what was decided.
   *
   * @param waited whether the caller waited until the decision was made; if not, nobody knows what
   *     was captured
   */
  Result carryOut(Decision decided, boolean waited) throws InterruptedException {
    Decision decision = waited ? decided : drop(NOT_WAITED);
    Result result =
        switch (decision) {
          case Decision.Drop drop -> drop.why();
          case Decision.Keep keep -> keep(keep);
        };
    if (result instanceof Result.NotKept notKept) {
      job.count(new Event.NotStored(notKept.reason()));
    }
    return result;
  }

  private Verdict judge(Runs.Ran ran, Region region) throws IOException {
    RunContext context =
        new RunContext(
            job.invocation().cwd(),
            Surroundings.with(job.invocation().environment(), job.action().rules()),
            ran.report().startNanos(),
            job.action().outputs().stream().map(Action.Output::path).collect(toSet()),
            temporaryDirectory(),
            observer.library().toString());
    return job.cache()
        .trail()
        .judge(
            declared(ran).addedTo(ran.extras().addedTo(region.read())),
            ran.nested(),
            context,
            new CompilerRules(job.action().rules(), job.cwd()));
  }

  private DeclaredInputs declared(Runs.Ran ran) {
    return new DeclaredInputs(job.action().rules().declares(ran.transcript().stdout()), job.cwd());
  }

  /** Where compilers make their temporary files, as libiberty and LLVM choose it. */
  private String temporaryDirectory() {
    return Stream.of("TMPDIR", "TMP", "TEMP")
        .map(name -> job.invocation().environment().getOrDefault(name, ""))
        .filter(directory -> !directory.isEmpty())
        .findFirst()
        .orElse("/tmp");
  }

  private Decision examine(Entry entry, InputSet inputs, long startNanos) throws IOException {
    if (job.action().rules().usesClock()) {
      Instant start = Instant.ofEpochSecond(0, startNanos);
      Optional<String> mark = PassingMarks.of(start, Instant.now()).in(entry);
      if (mark.isPresent()) {
        return drop("an output that will not be the same again", mark.get());
      }
    }
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.Content content) {
        Optional<String> refusal = job.action().rules().refusal(content.path());
        if (refusal.isPresent()) {
          return drop(refusal.get(), content.path());
        }
      }
    }
    Twins twins = new Twins(job.action().rules(), job.cwd(), startNanos);
    Optional<String> mounted = twins.mountedTwice(inputs);
    if (mounted.isPresent()) {
      return drop("one directory mounted in two places", mounted.get());
    }
    Optional<String> twin = twins.toldApart(inputs);
    if (twin.isPresent()) {
      return drop("equal inputs told apart otherwise", twin.get());
    }
    for (Entry.Section section : entry.sections()) {
      if (listsInputs(section)) {
        Optional<String> missed =
            CrossCheck.missed(
                job.action().rules().namedByCompiler(section.name(), text(section)),
                inputs,
                job.cwd());
        if (missed.isPresent()) {
          LOG.log(
              Level.ERROR,
              "{0}: not observed, but named by the compiler: {1}",
              job.unit(),
              missed.get());
          return drop("named by the compiler but not observed", missed.get());
        }
      }
    }
    InputSet bound = boundToDirectory(withNamedVariables(entry, inputs));
    InputSet kept = Portability.portable(bound, entry, job);
    OutputDigests digests = OutputDigests.learn(job);
    return new Decision.Keep(digests.in(entry), digests, kept);
  }

  private InputSet boundToDirectory(InputSet inputs) throws IOException {
    if (!job.action().rules().hidesDirectory()) {
      return inputs;
    }
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.Content content
          && job.action()
              .rules()
              .mayNameDirectory(Files.readAllBytes(job.cwd().resolve(content.path())))) {
        Set<Fact> facts = new HashSet<>(inputs.facts());
        facts.add(Fact.WorkingDirectory.of(job.invocation().cwd()));
        facts.add(Fact.Variable.in(job.invocation().environment(), "PWD"));
        return InputSet.of(facts);
      }
    }
    return inputs;
  }

  private static Decision drop(String reason, String what) {
    return new Decision.Drop(new Result.NotKept(reason, reason + ": " + what));
  }

  /** What an output says, in the words of this call. */
  private byte[] text(Entry.Section section) throws IOException {
    return job.action().places().show(section.content().toBytes());
  }

  private InputSet withNamedVariables(Entry entry, InputSet inputs) throws IOException {
    Set<Fact> facts = new HashSet<>(inputs.facts());
    facts.addAll(ExtraInputs.variables(job.configuration(), job.invocation().environment()));
    for (Entry.Section section : entry.sections()) {
      if (listsInputs(section)) {
        for (String name : job.action().rules().variablesNamed(section.name(), text(section))) {
          facts.add(Fact.Variable.in(job.invocation().environment(), name));
        }
      }
    }
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.Program program
          && (job.action().rules().walksVariables(program.path())
              || (job.action().rules().isForeign(program.path())
                  && WholeEnvironment.isWithinReachOf(job.cwd().resolve(program.path()))))) {
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

  /* What is too large for the memory was copied from the build directory just now. */
  private String sinceDecided(Decision.Keep decision) throws InterruptedException {
    if (!decision.digests().stillHold()) {
      return "an output changed while it was kept";
    }
    return job.caller().reach(new Answer.Wait()) ? "" : NOT_WAITED;
  }

  /** The value first, then the record that leads to it. */
  private Result keep(Decision.Keep decision) throws InterruptedException {
    InputSet inputs = decision.inputs();
    long started = System.nanoTime();
    CacheKey result = Keys.result(key, inputs.digest());
    Outcome outcome = job.cache().store().put(result, decision.entry());
    if (!decision.whole()) {
      String trouble = sinceDecided(decision);
      if (!trouble.isEmpty()) {
        job.cache().store().remove(result);
        return new Result.NotKept(trouble);
      }
    }
    if (outcome instanceof Outcome.Stored) {
      outcome = job.cache().manifests().add(Manifests.Asked.by(job, key), inputs);
    }
    return switch (outcome) {
      case Outcome.Stored stored -> {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        job.count(new Event.Written(took));
        job.build().kept(key, result, decision.entry().length());
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

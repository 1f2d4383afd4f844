package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.inputs.Digest;
import dev.larder.daemon.inputs.Digested;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.Question;
import dev.larder.daemon.stats.Event;
import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The life of a cacheable compile: lookup, then a replayed hit or an observed run. */
final class Compiles {
  private static final Logger LOG = System.getLogger(Compiles.class.getName());

  private static final Digest NO_CONTENT = Digest.compute("", "");

  private final Runs runs;
  private final StandingHits standing;
  private final Notes notes;
  private final Flights flights = new Flights();
  private final Durations durations = new Durations();
  private final Sampler sampler = new Sampler();
  private final Edits edits = new Edits();

  Compiles(
      Observer observer,
      Recordings recordings,
      OuterRuns outerRuns,
      StandingHits standing,
      Notes notes) {
    this.standing = standing;
    this.notes = notes;
    this.runs = new Runs(observer, durations, recordings, outerRuns, notes);
  }

  void serve(Job job) throws CallerGoneException, InterruptedException {
    Optional<String> obstacle =
        job.action().tree().flatMap(tree -> Targets.obstacle(job.cwd().resolve(tree)));
    if (obstacle.isPresent()) {
      bypass(job, obstacle.get());
      return;
    }
    Optional<Sought> found = seek(job);
    if (found.isEmpty()) {
      return;
    }
    Sought sought = found.get();
    job.count(new Event.Executed());
    job.build().asked(sought.key());
    if (job.configuration().recache()) {
      job.count(new Event.Recached());
      standing.revoke(sought.key());
      runs.miss(job, sought, "LARDER_RECACHE is set", () -> standing.revoke(sought.key()));
      return;
    }
    Race race = Race.of(job.cache(), durations.last(job.unit()));
    Optional<Flights.Flight> underWay = flights.underWay(sought.key());
    Finder finder = new Finder(job, sought.key(), race.reach());
    if (hit(job, sought, finder)) {
      edits.hit(job);
      return;
    }
    if (edits.missed(job)) {
      runs.unobserved(job, sought, Edits.REASON);
      return;
    }
    Optional<Flights.Flight> flight =
        flights.boardOrWait(sought.key(), underWay, durations.patience(job.unit()));
    if (flight.isPresent()) {
      try (Flights.Flight leading = flight.get()) {
        runs.miss(job, sought, race.explain(finder.difference()), leading::compiled);
      }
      return;
    }
    Finder again = new Finder(job, sought.key(), race.reach());
    if (!hit(job, sought, again)) {
      runs.miss(job, sought, race.explain(again.difference()), () -> {});
    }
  }

  /** The action key; empty if a source can not be read, of which the compiler then complains. */
  private Optional<Sought> seek(Job job) {
    List<Digest> sources = new ArrayList<>();
    for (String source : job.action().sources()) {
      if (source.equals(Action.NOTHING)) {
        sources.add(NO_CONTENT);
        continue;
      }
      switch (job.cache().memo().digestOf(source, job.invocation().cwd())) {
        case Digested.Known known -> sources.add(known.digest());
        case Digested.Unreadable unreadable -> {
          return without(job, "source can not be read");
        }
        case Digested.NotRegular notRegular -> {
          return without(job, "source is no regular file");
        }
        case Digested.TooLarge tooLarge -> {
          return without(job, "source is too large");
        }
        case Digested.Unsteady unsteady -> {
          return without(job, "source is being changed");
        }
      }
    }
    return Optional.of(new Sought(Keys.action(job.action(), job.parts(), sources), sources));
  }

  private Optional<Sought> without(Job job, String reason) {
    bypass(job, reason);
    return Optional.empty();
  }

  private void bypass(Job job, String reason) {
    job.count(new Event.NotCacheable(reason));
    job.cache().journal().record(notes.bypass(job.invocation(), reason));
    job.caller().tell(new Answer.Exec(reason));
  }

  /** Looks up, and answers if there is something; whether the request is done. */
  private boolean hit(Job job, Sought sought, Finder finder)
      throws CallerGoneException, InterruptedException {
    long started = System.nanoTime();
    Optional<Finder.Found> found = finder.find();
    if (found.isEmpty()) {
      return false;
    }
    Optional<Recorder.Result.NotKept> obstacle = Targets.obstacle(job.action(), job.cwd());
    if (obstacle.isPresent()) {
      runs.alone(job, sought, obstacle.get());
      return true;
    }
    if (sampler.takes(job.configuration().verify()) && runs.canVerify(job)) {
      standing.revoke(sought.key());
      runs.verify(job, found.get());
      return true;
    }
    job.build().served(sought.key(), found.get().result(), found.get().entry().length());
    job.depends(found.get().inputs());
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    job.count(new Event.Hit(job.action().language(), job.action().detail(), took));
    job.caller()
        .dismiss(found.get().answers(), report -> placed(job, sought.key(), found.get(), report));
    job.cache().journal().record(notes.hit(job));
    return true;
  }

  /** Called where nothing may wait. */
  private void placed(Job job, CacheKey action, Finder.Found found, Question report) {
    if (!(report instanceof Question.Placed placed)) {
      return;
    }
    Entry entry = found.entry();
    if (!placed.complete()) {
      job.count(new Event.HitNotPlaced());
    } else if (entry.sections().stream().anyMatch(s -> OutputDigests.isDigest(s.name()))) {
      Thread.ofVirtual().name("restored").start(() -> restored(job, entry, placed));
    } else if (standing.isOrdinary(job, found)) {
      Thread.ofVirtual().name("standing").start(() -> standing.consider(job, action, found));
    }
  }

  private static void restored(Job job, Entry entry, Question.Placed placed) {
    try {
      OutputDigests.restored(job, entry, placed);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "what was restored for {0} will be read again: {1}", job.unit(), e);
    }
  }
}

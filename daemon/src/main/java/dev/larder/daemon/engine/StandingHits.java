package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.RunRules;
import dev.larder.daemon.explain.JournalEntry;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.files.Grounds;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.files.NativePath;
import dev.larder.daemon.prefetch.Build;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.RequestKey;
import dev.larder.daemon.standing.StandingAnswers;
import dev.larder.daemon.stats.Event;
import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leaves the answer of a hit as a {@linkplain StandingAnswers standing one}, where all that it
 * rests on can be told.
 */
/*
 * That is: the request itself (its key); the files of the configuration; what the program's name leads to; what the front end asked
 * the file system for; the facts of the record, which were just found to hold; and the entry, whose bytes are checked when they are
 * placed. Whatever looks at more, such as a run of the project's own code, or is to be asked each time, gets no standing answer.
 */
final class StandingHits {
  private static final Logger LOG = System.getLogger(StandingHits.class.getName());

  /* Bytes that go into the answer rather than being read from the entry's file. */
  private static final long INLINE = 16 << 10;

  /* A large output is copied by the kernel, which does not look at it. */
  private static final long LARGEST = 4 << 20;

  private final StandingAnswers standing;
  private final Notes notes;
  private final Clock clock;
  private final Kernel kernel = new Kernel();

  StandingHits(StandingAnswers standing, Notes notes, Clock clock) {
    this.standing = standing;
    this.notes = notes;
    this.clock = clock;
  }

  /**
   * Leaves the answer of an ordinary hit, perhaps. To be called when its outputs are in place: what
   * changes by that is not to be taken for something that stays.
   */
  void consider(Job job, CacheKey action, Finder.Found found) {
    if (!standing.isWorthwhile(job.origin().key())) {
      return;
    }
    try {
      Optional<Grounds> grounds = grounds(job, found);
      if (grounds.isPresent()) {
        standing.leave(
            job.origin().key(),
            action,
            grounds.get(),
            frames(job, found),
            served(job, action, found)::given);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "no standing answer for {0}: {1}", job.unit(), e);
    }
  }

  /** Takes back what would give a result of this action, since that is being looked into. */
  void revoke(CacheKey action) {
    standing.revoke(action);
  }

  /** Whether a hit may have a standing answer, as far as that can be told at once. */
  boolean isOrdinary(Job job, Finder.Found found) {
    return job.outer().isEmpty()
        && job.configuration().verify() == 0
        && job.action().tree().isEmpty()
        && found.entry().length() <= LARGEST
        && found.answers().stream().noneMatch(StandingHits::takesFile)
        && found.prepared().variables().noneMatch(RequestKey.PASSING::contains);
  }

  /** Whether the answer can be given only once. */
  private static boolean takesFile(Answer answer) {
    return answer instanceof Answer.PlaceStretch place && place.spare();
  }

  /** The answer as it can be given later. */
  private static List<Answer> frames(Job job, Finder.Found found) throws IOException {
    List<Answer> frames = new ArrayList<>();
    for (Answer answer : inFiles(job, found)) {
      if (answer instanceof Answer.PlaceStretch place) {
        byte[] bytes = new Content.Stretch(place.file(), place.offset(), place.length()).toBytes();
        frames.add(
            new Answer.PlaceChecked(
                place.path(),
                place.mode(),
                place.file(),
                place.offset(),
                place.length(),
                Grounds.fingerprint(bytes, 0)));
      } else {
        frames.add(answer);
      }
    }
    return frames;
  }

  /** The answer with what is large in it as parts of files, if there are such. */
  private static List<Answer> inFiles(Job job, Finder.Found found) throws IOException {
    boolean large =
        found.answers().stream()
            .anyMatch(a -> a instanceof Answer.PlaceBytes place && place.bytes().length >= INLINE);
    if (large
        && job.cache().inFiles().isPresent()
        && job.cache().inFiles().get().get(found.result()) instanceof Lookup.Hit<Entry> kept) {
      return Replay.of(kept.value(), job.action(), job.configuration().buildScripts())
          .orElse(found.answers());
    }
    return found.answers();
  }

  private Optional<Grounds> grounds(Job job, Finder.Found found) {
    RunRules rules = job.action().rules();
    Grounds grounds = new Grounds();
    Optional<List<String>> paths = rules.restsOn();
    if (paths.isEmpty()
        || !isObserved(job.program(), found)
        || !found.prepared().lay(grounds, kernel, clock.instant())
        || !addSettings(job.origin(), grounds)) {
      return Optional.empty();
    }
    paths.get().forEach(grounds::addIdentity);
    if (rules.restsOn().isEmpty()) {
      return Optional.empty(); // it has changed in between
    }
    // Who removes what is kept, or replaces it, ends the answer.
    job.cache()
        .inFiles()
        .flatMap(store -> store.file(found.result()))
        .ifPresent(file -> grounds.addIdentity(file.toString()));
    grounds.addName(job.cwd().resolve(job.invocation().program()).toString(), job.program());
    return Optional.of(grounds);
  }

  /** What kind of program it is, is then a fact like others. */
  private static boolean isObserved(String program, Finder.Found found) {
    return found.inputs().facts().stream()
        .anyMatch(fact -> fact instanceof Fact.Program run && run.path().equals(program));
  }

  private boolean addSettings(Origin origin, Grounds grounds) {
    Optional<List<Path>> files = origin.settings().get();
    if (files.isEmpty()) {
      return false;
    }
    try (Calls calls = kernel.borrow();
        Arena arena = Arena.ofConfined()) {
      for (Path file : files.get()) {
        int errno = calls.stat(NativePath.of(arena, "/", file.toString()));
        if (errno == 0) {
          grounds.addState(file.toString(), calls.found());
        } else if (errno == Errno.ENOENT) {
          grounds.addAbsence("/", file.toString());
        } else {
          return false;
        }
      }
    }
    return origin.settings().get().equals(files);
  }

  private Served served(Job job, CacheKey action, Finder.Found found) {
    return new Served(
        job.cache(),
        job.action().language(),
        job.action().detail(),
        job.build(),
        action,
        found.result(),
        found.entry().length(),
        notes.hit(job));
  }

  /** What is to be noted of each time that the answer was given; no more than that is kept. */
  private record Served(
      Cache cache,
      String language,
      String detail,
      Build build,
      CacheKey action,
      CacheKey result,
      long bytes,
      JournalEntry entry) {
    void given(StandingAnswers.Given how) {
      cache.statistics().count(new Event.Requested());
      cache.statistics().count(new Event.Executed());
      cache.statistics().count(new Event.Hit(language, detail, how.took()));
      cache.store().used(action, result);
      build.asked(action);
      build.served(action, result, bytes);
      cache.journal().record(entry.at(how.when().minus(how.took()), how.when()));
    }
  }
}

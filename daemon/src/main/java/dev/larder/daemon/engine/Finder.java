package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Places;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.PreparedInputs;
import dev.larder.daemon.inputs.Verification;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.stats.Event;
import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks a compile up: the first stored input set that holds now, and its entry. */
final class Finder {
  private final Job job;
  private final Cache cache;
  private final Store store;
  private final Action action;
  private final Manifests.Asked asked;

  /* The first thing that did not hold: what a user reads as the reason for a miss. */
  private String difference = "";

  /**
   * A look at a part of what is kept.
   *
   * @param reach the cache's store, or what is near of it
   */
  Finder(Job job, CacheKey key, Store reach) {
    this.job = job;
    this.cache = job.cache();
    this.store = reach;
    this.action = job.action();
    this.asked = Manifests.Asked.by(job, key);
  }

  /** An entry that serves this caller, with the answer that replays it. */
  record Found(CacheKey result, PreparedInputs prepared, Entry entry, List<Answer> answers) {
    InputSet inputs() {
      return prepared.inputs();
    }
  }

  Optional<Found> find() {
    for (Manifests.Candidate candidate : cache.manifests().known(asked)) {
      Optional<Found> found = tryOut(candidate);
      if (found.isPresent()) {
        return found;
      }
    }
    for (SetRecord record : records()) {
      Optional<Found> found =
          cache.manifests().parse(asked, record).filter(this::isFit).flatMap(this::tryOut);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Iterable<SetRecord> records() {
    return switch (Manifests.records(asked, store)) {
      case Lookup.Hit<Iterable<SetRecord>> hit -> hit.value();
      case Lookup.Miss<Iterable<SetRecord>> miss -> List.of();
      case Lookup.Corrupted<Iterable<SetRecord>> corrupted -> {
        note("what is kept of it is damaged: " + corrupted.reason());
        yield List.of();
      }
      case Lookup.Unavailable<Iterable<SetRecord>> unavailable -> {
        note("a cache can not be read: " + unavailable.reason());
        yield List.of();
      }
    };
  }

  /** What kept the most likely candidate from serving; empty if there was none. */
  String difference() {
    return difference;
  }

  private Optional<Found> tryOut(Manifests.Candidate candidate) {
    Verification verification =
        cache.verifier().verify(candidate.prepared(), environment(candidate));
    return switch (verification) {
      case Verification.Holds holds -> {
        Optional<Found> found = fetch(candidate);
        found.ifPresent(f -> cache.manifests().serves(asked, candidate));
        yield found;
      }
      case Verification.Differs differs -> {
        note(inWords(differs.what()));
        yield Optional.empty();
      }
    };
  }

  /** The name of a place is kept as if it were a variable. */
  private String inWords(String difference) {
    List<String> places = action.places().directories();
    for (int i = 0; i < places.size(); i++) {
      if (difference.startsWith("variable " + Places.label(i) + " ")) {
        return "its result names another directory in the place of " + places.get(i);
      }
    }
    return difference;
  }

  private Map<String, String> environment(Manifests.Candidate candidate) {
    Map<String, String> own = Surroundings.with(job.invocation().environment(), action.rules());
    Map<String, String> all = Portability.environment(action.places(), own);
    return !action.rules().runsForeignCode()
        ? all
        : WholeEnvironment.with(all, candidate.inputs(), job.invocation(), action.rules());
  }

  /**
   * What this caller's run would not be kept with does not serve it either. To be asked once of a
   * candidate: what is known already was fit, for the same action in the same place.
   */
  private boolean isFit(Manifests.Candidate candidate) {
    for (Fact fact : candidate.inputs().facts()) {
      if (fact instanceof Fact.Content content) {
        Optional<String> refusal = action.rules().refusal(content.path());
        if (refusal.isPresent()) {
          note(refusal.get());
          return false;
        }
      }
    }
    return true;
  }

  private Optional<Found> fetch(Manifests.Candidate candidate) {
    return switch (store.get(candidate.result())) {
      case Lookup.Hit<Entry> hit -> replay(candidate, hit.value());
      case Lookup.Miss<Entry> miss -> {
        note("its result was evicted");
        yield Optional.empty();
      }
      case Lookup.Corrupted<Entry> corrupted -> {
        note("its result was damaged: " + corrupted.reason());
        yield Optional.empty();
      }
      case Lookup.Unavailable<Entry> unavailable -> {
        cache
            .statistics()
            .count(
                new Event.CacheTrouble(action.language(), action.detail(), unavailable.reason()));
        note("the cache can not be read: " + unavailable.reason());
        yield Optional.empty();
      }
    };
  }

  private Optional<Found> replay(Manifests.Candidate candidate, Entry entry) {
    try {
      Optional<List<Answer>> answers = Replay.of(entry, action, job.configuration().buildScripts());
      if (answers.isEmpty()) {
        note("its diagnostics were kept without colours, or an output is not kept");
      }
      return answers.map(a -> new Found(candidate.result(), candidate.prepared(), entry, a));
    } catch (IOException e) {
      note("its result can not be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void note(String what) {
    if (difference.isEmpty()) {
      difference = what;
    }
  }
}

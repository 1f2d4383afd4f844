package dev.larder.daemon.engine;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.larder.daemon.compiler.Places;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.PreparedInputs;
import dev.larder.storage.CacheKey;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * For each action, the input sets under which results of it are kept. Those that served lately stay
 * parsed in memory; the store has them all, also what other daemons and machines added.
 */
public final class Manifests {
  /* A parsed input set of a usual unit takes some 50 kB. */
  private static final int PARSED = 500;

  /** One input set of an action, and the key of the result that belongs to it. */
  static final class Candidate {
    private final CacheKey result;
    private final InputSet inputs;
    private final Asked asked;
    private volatile Optional<PreparedInputs> prepared = Optional.empty();

    private Candidate(Asked asked, InputSet portable) {
      this.result = Keys.result(asked.action(), portable.digest());
      this.inputs = Portability.expand(portable, asked.places(), asked.cwd());
      this.asked = asked;
    }

    CacheKey result() {
      return result;
    }

    InputSet inputs() {
      return inputs;
    }

    /** Laid out when it is looked up for the first time: most of what is kept today never is. */
    PreparedInputs prepared() {
      Optional<PreparedInputs> known = prepared;
      if (known.isPresent()) {
        return known.get();
      }
      PreparedInputs made = PreparedInputs.of(inputs, asked.cwd());
      prepared = Optional.of(made);
      return made;
    }
  }

  /**
   * An action as asked for in one working directory, which relative paths start from, and with
   * these places.
   *
   * @param standpoint what else decides which inputs the caller refuses
   */
  record Asked(CacheKey action, String cwd, String standpoint, Places places) {
    static Asked by(Job job, CacheKey action) {
      return new Asked(
          action, job.invocation().cwd(), job.action().rules().standpoint(), job.action().places());
    }
  }

  private final Store store;
  private final LoadingCache<Asked, List<Candidate>> served =
      Caffeine.newBuilder().maximumSize(PARSED).build(key -> new CopyOnWriteArrayList<>());

  public Manifests(Store store) {
    this.store = store;
  }

  /** The candidates that are parsed already, most useful first. */
  List<Candidate> known(Asked asked) {
    return served.get(asked);
  }

  /** Everything that a store has for an action, newest first; walking on may ask further tiers. */
  static Lookup<Iterable<SetRecord>> records(Asked asked, Store of) {
    return of.list(asked.action());
  }

  /** The record's candidate, unless it is damaged or known already. */
  Optional<Candidate> parse(Asked asked, SetRecord record) {
    if (known(asked).stream().anyMatch(known -> known.result().equals(record.name()))) {
      return Optional.empty();
    }
    // The result's key is computed anew: what a record is called is only its name.
    return switch (InputSet.decode(record.content())) {
      case InputSet.Sound sound -> Optional.of(new Candidate(asked, sound.inputs()));
      case InputSet.Damaged damaged -> Optional.empty();
    };
  }

  /** Moves a candidate to the front: it served, or was made just now. */
  void serves(Asked asked, Candidate candidate) {
    List<Candidate> known = known(asked);
    if (known.isEmpty() || !known.getFirst().result().equals(candidate.result())) {
      known.removeIf(other -> other.result().equals(candidate.result()));
      known.addFirst(candidate);
      while (known.size() > Store.MAX_RECORDS) {
        known.removeLast();
      }
    }
  }

  /** Adds an input set to an action, after the result that belongs to it was kept. */
  Outcome add(Asked asked, InputSet inputs) {
    Candidate candidate = new Candidate(asked, inputs);
    Outcome outcome = store.add(asked.action(), candidate.result(), inputs.encode());
    if (outcome instanceof Outcome.Stored) {
      serves(asked, candidate);
    }
    return outcome;
  }
}

package dev.larder.storage.tiered;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Description;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Source;
import dev.larder.storage.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Stores from near to far as one. What a far one has is copied to the nearer ones; what is new goes
 * to all. A store that is to be written behind the caller's back sees to that itself.
 */
public final class TieredStore implements Store {
  private final List<Tier> tiers;
  private final Consumer<TierEvent> told;
  private final Transfers<Entry> values = new Transfers<>();
  private final Transfers<Iterable<SetRecord>> sets = new Transfers<>();
  private final FarTimes farTimes = new FarTimes(System::nanoTime);

  /**
   * @param tiers near to far
   * @param told of all that happens at them; also of the trouble that another one made up for
   */
  public TieredStore(List<Tier> tiers, Consumer<TierEvent> told) {
    this(told, checked(tiers));
  }

  private TieredStore(Consumer<TierEvent> told, List<Tier> tiers) {
    this.tiers = List.copyOf(tiers);
    this.told = told;
  }

  private static List<Tier> checked(List<Tier> tiers) {
    if (tiers.stream().noneMatch(Tier::known)) {
      throw new IllegalArgumentException("no tiers that users know");
    }
    return tiers;
  }

  /** The near ones as one, for who can not wait for the others; not to be closed. */
  public Store near() {
    List<Tier> near = tiers.stream().filter(tier -> !tier.far()).toList();
    return near.size() == tiers.size() ? this : new TieredStore(told, near);
  }

  /** What it takes at least to get something from a far store; empty if that is not known now. */
  public Optional<Duration> farTakes() {
    return farTimes.expected();
  }

  @Override
  public Lookup<Entry> get(CacheKey key) {
    List<Lookup<Entry>> troubles = new ArrayList<>();
    for (int i = 0; i < tiers.size(); i++) {
      Tier tier = tiers.get(i);
      long started = System.nanoTime();
      Optional<Lookup.Hit<Entry>> coming = isFarthest(i) ? values.await(key) : Optional.empty();
      if (coming.isPresent()) {
        hit(tier, started, coming.get());
        return forOneTaker(key, coming.get());
      }
      NearLanding landing = new NearLanding(tiers.subList(0, i));
      switch (tier.store().get(key, landing)) {
        case Lookup.Hit<Entry> hit -> {
          hit(tier, started, hit);
          if (tier.far()) {
            farTimes.fetched(System.nanoTime() - started, hit.value().length());
          }
          Lookup.Hit<Entry> nearer = copiedNearer(i, key, hit, landing);
          return landing.where().isPresent() ? forOneTaker(key, nearer) : nearer;
        }
        case Lookup.Miss<Entry> miss -> told.accept(new TierEvent.Missed(tier.name()));
        case Lookup.Corrupted<Entry> trouble -> {
          tell(tier, trouble);
          troubles.add(trouble);
        }
        case Lookup.Unavailable<Entry> trouble -> {
          tell(tier, trouble);
          troubles.add(trouble);
        }
      }
    }
    return worst(troubles);
  }

  /** Spare files are for one, so who needs them asks for them where they lie. */
  private Lookup<Entry> forOneTaker(CacheKey key, Lookup.Hit<Entry> hit) {
    if (hit.value().sections().stream().noneMatch(TieredStore::isSpare)) {
      return hit;
    }
    for (Tier tier : nearer()) {
      if (tier.store().get(key) instanceof Lookup.Hit<Entry> near) {
        return new Lookup.Hit<>(near.value(), hit.tier());
      }
    }
    return hit;
  }

  private static boolean isSpare(Entry.Section section) {
    return section.content() instanceof Content.Stretch stretch && stretch.spare();
  }

  private boolean isFarthest(int index) {
    return index == tiers.size() - 1;
  }

  private void hit(Tier tier, long started, Lookup.Hit<Entry> hit) {
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    told.accept(new TierEvent.Hit(tier.name(), took, hit.value().length()));
  }

  /** Brings what the farthest store has, or another way to it, to the nearer ones. */
  Lookup<Entry> bring(Source far, CacheKey key) {
    NearLanding landing = new NearLanding(nearer());
    Lookup<Entry> found = far.get(key, landing);
    return found instanceof Lookup.Hit<Entry> hit
        ? copiedNearer(nearer().size(), key, hit, landing)
        : found;
  }

  /** Copies what one store has to those before it, unless it has landed there. */
  private Lookup.Hit<Entry> copiedNearer(
      int index, CacheKey key, Lookup.Hit<Entry> hit, NearLanding landing) {
    String from = tiers.get(index).name();
    if (landing.where().isPresent()) {
      told.accept(new TierEvent.Backfilled(from, landing.where().get().name()));
      return hit;
    }
    for (int i = index - 1; i >= 0; i--) {
      Tier nearer = tiers.get(i);
      if (nearer.store().put(key, hit.value()) instanceof Outcome.Stored) {
        told.accept(new TierEvent.Backfilled(from, nearer.name()));
        // A large value is handed out as the nearer store has it: as files.
        if (hit.value().length() >= Landing.WORTHWHILE
            && nearer.store().get(key) instanceof Lookup.Hit<Entry> near) {
          return new Lookup.Hit<>(near.value(), hit.tier());
        }
      }
    }
    return hit;
  }

  /** Tells what a lookup met with, if it is trouble. */
  void tell(Tier tier, Lookup<?> lookup) {
    switch (lookup) {
      case Lookup.Hit<?> hit -> {}
      case Lookup.Miss<?> miss -> {}
      case Lookup.Corrupted<?> trouble ->
          told.accept(new TierEvent.Corrupted(tier.name(), trouble.reason()));
      case Lookup.Unavailable<?> trouble ->
          told.accept(new TierEvent.Unavailable(tier.name(), trouble.reason()));
    }
  }

  /**
   * The records of the nearest store that has some. Who walks past them gets, after those, the
   * records that the next stores have under other names.
   */
  @Override
  public Lookup<Iterable<SetRecord>> list(CacheKey set) {
    List<Lookup<Iterable<SetRecord>>> troubles = new ArrayList<>();
    for (int i = 0; i < tiers.size(); i++) {
      Optional<Lookup.Hit<Iterable<SetRecord>>> coming =
          isFarthest(i) ? sets.await(set) : Optional.empty();
      if (coming.isPresent()) {
        return coming.get();
      }
      switch (list(tiers.get(i), set)) {
        case Lookup.Hit<Iterable<SetRecord>> hit -> {
          return new Lookup.Hit<>(
              new JoinedRecords(tiers, set, i, hit.value(), this::list, this::tell), hit.tier());
        }
        case Lookup.Miss<Iterable<SetRecord>> miss -> {}
        case Lookup.Corrupted<Iterable<SetRecord>> trouble -> {
          tell(tiers.get(i), trouble);
          troubles.add(trouble);
        }
        case Lookup.Unavailable<Iterable<SetRecord>> trouble -> {
          tell(tiers.get(i), trouble);
          troubles.add(trouble);
        }
      }
    }
    return worst(troubles);
  }

  /** What one store has; how long a far one takes to say so is noted. */
  Lookup<Iterable<SetRecord>> list(Tier tier, CacheKey set) {
    long started = System.nanoTime();
    Lookup<Iterable<SetRecord>> found = tier.store().list(set);
    if (tier.far() && (found instanceof Lookup.Hit || found instanceof Lookup.Miss)) {
      farTimes.listed(System.nanoTime() - started);
    }
    return found;
  }

  /** The trouble to be told as the answer, a damaged value before a store out of reach. */
  private static <T> Lookup<T> worst(List<Lookup<T>> troubles) {
    return troubles.stream()
        .filter(trouble -> trouble instanceof Lookup.Corrupted)
        .findFirst()
        .or(() -> troubles.stream().findFirst())
        .orElseGet(Lookup.Miss::new);
  }

  @Override
  public boolean isAtHand(CacheKey key) {
    return tiers.stream().anyMatch(tier -> tier.store().isAtHand(key));
  }

  @Override
  public void used(CacheKey set, CacheKey value) {
    tiers.forEach(tier -> tier.store().used(set, value));
  }

  @Override
  public Outcome put(CacheKey key, Entry entry) {
    return inAll(
        tier -> {
          long started = System.nanoTime();
          Outcome outcome = tier.store().put(key, entry);
          if (outcome instanceof Outcome.Stored && !(tier.store() instanceof WriteBehindStore)) {
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            told.accept(new TierEvent.Written(tier.name(), took, entry.length()));
          }
          return outcome;
        });
  }

  @Override
  public Outcome add(CacheKey set, CacheKey name, byte[] record) {
    return inAll(tier -> tier.store().add(set, name, record));
  }

  /** Failed if one store failed, else stored if one stored it: no failure goes unnoticed. */
  private Outcome inAll(Function<Tier, Outcome> operation) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Tier tier : tiers) {
      Outcome outcome = operation.apply(tier);
      if (outcome instanceof Outcome.Failed failed) {
        told.accept(new TierEvent.WriteFailed(tier.name(), failed.reason()));
      }
      outcomes.add(outcome);
    }
    return outcomes.stream()
        .filter(outcome -> outcome instanceof Outcome.Failed)
        .findFirst()
        .or(() -> outcomes.stream().filter(o -> o instanceof Outcome.Stored).findFirst())
        .orElse(outcomes.getLast());
  }

  @Override
  public void remove(CacheKey key) {
    tiers.forEach(tier -> tier.store().remove(key));
  }

  /** The stores that users know. */
  @Override
  public Description describe() {
    return Description.of(
        tiers.stream()
            .filter(Tier::known)
            .map(tier -> new Description.Level(tier.name(), tier.store().describe()))
            .toList());
  }

  /** The stores, near to far. */
  public List<Tier> tiers() {
    return tiers;
  }

  /** All but the farthest. */
  List<Tier> nearer() {
    return tiers.subList(0, tiers.size() - 1);
  }

  /** The values that are being brought nearer. */
  Transfers<Entry> values() {
    return values;
  }

  /** The record sets that are being brought nearer. */
  Transfers<Iterable<SetRecord>> sets() {
    return sets;
  }

  /** The farthest first: it may still need what a nearer one keeps. */
  @Override
  public void close() {
    tiers.reversed().forEach(tier -> tier.store().close());
  }
}

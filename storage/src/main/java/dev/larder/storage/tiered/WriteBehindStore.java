package dev.larder.storage.tiered;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Description;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A far store to which nobody waits to write: what is put there is queued and sent by threads of
 * its own. The queue is bounded; what does not fit, or can not be sent in the end, is dropped and
 * told.
 */
public final class WriteBehindStore implements Store {
  /**
   * How much is kept waiting, and for how long.
   *
   * @param jobs that may wait
   * @param bytes that they may hold in memory
   * @param largest a value that has more bytes is not queued
   * @param senders threads that send
   * @param pause before something that failed is tried again
   * @param drain how long the end may wait for what is left
   */
  public record Limits(
      int jobs, long bytes, long largest, int senders, Duration pause, Duration drain) {}

  private final Tier far;
  private final Optional<Store> source;
  private final Limits limits;
  private final Consumer<TierEvent> told;
  private final SendQueue queue;

  /**
   * @param source a nearer store from which a value is read when its turn comes, so that it need
   *     not wait in memory; it must have taken the value before
   */
  public WriteBehindStore(
      Tier far, Optional<Store> source, Limits limits, Consumer<TierEvent> told) {
    this.far = far;
    this.source = source;
    this.limits = limits;
    this.told = told;
    this.queue =
        new SendQueue(limits, reason -> told.accept(new TierEvent.WriteFailed(far.name(), reason)));
  }

  @Override
  public Lookup<Entry> get(CacheKey key) {
    return far.store().get(key);
  }

  @Override
  public Lookup<Entry> get(CacheKey key, Landing landing) {
    return far.store().get(key, landing);
  }

  @Override
  public Lookup<Iterable<SetRecord>> list(CacheKey set) {
    return far.store().list(set);
  }

  @Override
  public Outcome put(CacheKey key, Entry entry) {
    if (entry.length() > limits.largest()) {
      return new Outcome.Declined("too large for " + far.name());
    }
    if (source.isPresent()) {
      return queue.add(0, () -> send(key, source.get().get(key)));
    }
    Entry copy;
    try {
      copy = inMemory(entry);
    } catch (IOException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    }
    return queue.add(entry.length(), () -> send(key, new Lookup.Hit<>(copy, far.name())));
  }

  private static Entry inMemory(Entry entry) throws IOException {
    List<Entry.Section> sections = new ArrayList<>(entry.sections().size());
    for (Entry.Section section : entry.sections()) {
      Content bytes = new Content.Bytes(section.content().toBytes());
      sections.add(new Entry.Section(section.name(), section.mode(), bytes));
    }
    return new Entry(sections);
  }

  private Outcome send(CacheKey key, Lookup<Entry> found) {
    if (!(found instanceof Lookup.Hit<Entry> hit)) {
      return new Outcome.Declined("evicted before it was sent");
    }
    long started = System.nanoTime();
    Outcome outcome = far.store().put(key, hit.value());
    if (outcome instanceof Outcome.Stored) {
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      told.accept(new TierEvent.Written(far.name(), took, hit.value().length()));
    }
    return outcome;
  }

  @Override
  public Outcome add(CacheKey set, CacheKey name, byte[] record) {
    return record.length > MAX_RECORD_LENGTH
        ? new Outcome.Declined("record of " + record.length + " bytes")
        : queue.add(record.length, () -> far.store().add(set, name, record));
  }

  @Override
  public void remove(CacheKey key) {
    queue.add(
        0,
        () -> {
          far.store().remove(key);
          return new Outcome.Stored();
        });
  }

  @Override
  public Description describe() {
    Description own = far.store().describe();
    int waiting = queue.size();
    return waiting == 0
        ? own
        : new Description(
            own.location(),
            own.size(),
            own.limit(),
            own.condition() + ", " + waiting + " waiting to be sent",
            own.levels());
  }

  /** Sends what is left, as far as the time allows. */
  @Override
  public void close() {
    queue.close();
    far.store().close();
  }
}

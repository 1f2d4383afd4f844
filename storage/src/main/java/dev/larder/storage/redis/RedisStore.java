package dev.larder.storage.redis;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Description;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Sha256;
import dev.larder.storage.Source;
import dev.larder.storage.Store;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * A store in a Redis. Entries and record sets are verified here, before anyone gets to see them.
 * Reading and writing have a connection each, so that no reply waits behind an upload.
 */
public final class RedisStore implements Store {
  /** This tier's name in statistics. */
  public static final String TIER = "redis";

  private static final long TRANSFERS = 96 << 20;

  private final RedisSettings settings;
  private final Signatures signatures;
  private final String unusable;
  private final Connector connector;
  private final Link reads;
  private final Link writes;
  private final Values values;
  private final RecordSets sets;
  private final RedisAhead ahead;

  /** Connects to nothing yet. */
  public RedisStore(RedisSettings settings, Timing timing, Clock clock) {
    this(settings, timing, clock, Sha256.OF_THE_RUNTIME);
  }

  /**
   * Connects to nothing yet.
   *
   * @param sha256 over all that comes and goes, so it had better be fast
   */
  public RedisStore(RedisSettings settings, Timing timing, Clock clock, Sha256 sha256) {
    LongSupplier nanos = System::nanoTime;
    this.settings = settings;
    Signatures keys = Signatures.NONE;
    String trouble = "";
    try {
      keys = Signatures.of(settings.trust());
    } catch (IOException e) {
      // Without its keys nothing can be believed, and nothing written that others believe.
      trouble = "its keys can not be used: " + e.getMessage();
    }
    this.signatures = keys;
    this.unusable = trouble;
    Envelope envelope = new Envelope(signatures, sha256);
    ValueFormat format = new ValueFormat(envelope, settings.maxEntry());
    this.connector =
        new LazyConnector(
            () ->
                new LettuceConnector(
                    settings, format.longest() + RecordSets.LARGEST, LettuceConnector.LIMIT));
    String name = settings.location();
    this.reads = new Link(name, connector, timing, nanos);
    this.writes = new Link(name + " (writing)", connector, timing.forUploads(), nanos);
    TransferBudget budget = new TransferBudget(TRANSFERS);
    this.values = new Values(settings, format, reads, writes, budget, false);
    this.sets =
        new RecordSets(settings, new RecordSetFormat(envelope), reads, writes, budget, clock);
    this.ahead = new RedisAhead(settings, timing, nanos, envelope, format, budget, clock);
  }

  /** Begins to connect, in the background. */
  public void begin() {
    reads.begin();
  }

  /**
   * The same content by a connection of its own, for what nobody waits for: as long as this store
   * is reached itself, and without the largest entries. Closed with this store.
   */
  public Source ahead() {
    return new Source() {
      @Override
      public Lookup<Entry> get(CacheKey key) {
        return get(key, Landing.NONE);
      }

      @Override
      public Lookup<Entry> get(CacheKey key, Landing landing) {
        return ask(() -> inGoodTimes().get(key, landing));
      }

      @Override
      public Lookup<Iterable<SetRecord>> list(CacheKey set) {
        return ask(() -> inGoodTimes().list(set));
      }
    };
  }

  private RedisAhead inGoodTimes() throws RedisTrouble {
    if (reads.isDown()) {
      throw RedisTrouble.away(reads.status());
    }
    return ahead;
  }

  private interface Question<T> {
    Lookup<T> ask() throws RedisTrouble, InterruptedException;
  }

  private interface Order {
    Outcome give() throws RedisTrouble, InterruptedException;
  }

  private <T> Lookup<T> ask(Question<T> question) {
    if (!unusable.isEmpty()) {
      return new Lookup.Unavailable<>(unusable);
    }
    try {
      return question.ask();
    } catch (RedisTrouble e) {
      return new Lookup.Unavailable<>(e.reason());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Lookup.Unavailable<>("interrupted");
    }
  }

  private Outcome give(Order order) {
    if (settings.readOnly()) {
      return new Outcome.Declined("read-only");
    }
    if (!unusable.isEmpty()) {
      return new Outcome.Failed(unusable);
    }
    try {
      return order.give();
    } catch (RedisTrouble e) {
      return new Outcome.Failed(e.reason());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("interrupted");
    }
  }

  @Override
  public Lookup<Entry> get(CacheKey key) {
    return get(key, Landing.NONE);
  }

  @Override
  public Lookup<Entry> get(CacheKey key, Landing landing) {
    return ask(() -> values.get(key, landing));
  }

  @Override
  public Outcome put(CacheKey key, Entry entry) {
    return give(() -> values.put(key, entry));
  }

  @Override
  public Lookup<Iterable<SetRecord>> list(CacheKey set) {
    return ask(() -> sets.list(set));
  }

  @Override
  public Outcome add(CacheKey set, CacheKey name, byte[] record) {
    return give(() -> sets.add(set, name, record));
  }

  @Override
  public void remove(CacheKey key) {
    give(
        () -> {
          values.remove(key);
          return new Outcome.Stored();
        });
  }

  /** What a shared server keeps in all is nobody's own. */
  @Override
  public Description describe() {
    return new Description(
        settings.location(), OptionalLong.empty(), OptionalLong.empty(), status(), List.of());
  }

  /** How the connection stands, in a word or some. */
  public String status() {
    return unusable.isEmpty() ? reads.status() : unusable;
  }

  @Override
  public void close() {
    reads.close();
    writes.close();
    ahead.close();
    connector.close();
  }
}

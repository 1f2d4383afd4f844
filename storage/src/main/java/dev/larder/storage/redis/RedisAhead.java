package dev.larder.storage.redis;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import dev.larder.storage.Lookup;
import dev.larder.storage.SetRecord;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * Reads by a connection of its own what nobody has asked for yet: no reply that somebody waits for
 * stands behind it, nor waits for the memory that it takes next. It changes nothing on the server.
 */
final class RedisAhead implements AutoCloseable {
  /*
   * Of the memory for all transfers. An entry counts as it travels, and unpacked where it does not
   * land; one that is larger is fetched when it is asked for.
   */
  private static final long TRANSFERS = 64 << 20;

  /* Of a list or of a record set, and far more than either has. */
  private static final long LARGEST_REPLY = 4 << 20;

  private final Connector connector;
  private final Link link;
  private final Values values;
  private final RecordSets sets;

  RedisAhead(
      RedisSettings settings,
      Timing timing,
      LongSupplier nanos,
      Envelope envelope,
      ValueFormat format,
      TransferBudget all,
      Clock clock) {
    RedisSettings reading = settings.withReadOnly(true);
    this.connector =
        new LazyConnector(
            () -> new LettuceConnector(reading, LARGEST_REPLY, LettuceConnector.LIMIT));
    this.link =
        new Link(settings.location() + " (ahead)", connector, timing.forTransfersAhead(), nanos);
    TransferBudget budget = all.part(TRANSFERS);
    this.values = new Values(reading, format, link, link, budget, true);
    this.sets = new RecordSets(reading, new RecordSetFormat(envelope), link, link, budget, clock);
  }

  Lookup<Entry> get(CacheKey key, Landing landing) throws RedisTrouble, InterruptedException {
    return values.get(key, landing);
  }

  Lookup<Iterable<SetRecord>> list(CacheKey set) throws RedisTrouble, InterruptedException {
    return sets.list(set);
  }

  @Override
  public void close() {
    link.close();
    connector.close();
  }
}

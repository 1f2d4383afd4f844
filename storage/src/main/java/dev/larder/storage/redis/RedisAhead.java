package dev.larder.storage.redis;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.SetRecord;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * Reads by a connection of its own what nobody has asked for yet: no reply that somebody waits for
 * stands behind it, and its memory is apart from theirs. It changes nothing on the server.
 */
final class RedisAhead implements AutoCloseable {
  /* What is larger is fetched when it is asked for. An entry counts as it travels and unpacked. */
  private static final long TRANSFERS = 32 << 20;

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
      Clock clock) {
    RedisSettings reading = settings.withReadOnly(true);
    this.connector =
        new LazyConnector(
            () -> new LettuceConnector(reading, LARGEST_REPLY, LettuceConnector.LIMIT));
    this.link =
        new Link(settings.location() + " (ahead)", connector, timing.forTransfersAhead(), nanos);
    TransferBudget budget = new TransferBudget(TRANSFERS);
    this.values = new Values(reading, format, link, link, budget, true);
    this.sets = new RecordSets(reading, new RecordSetFormat(envelope), link, link, budget, clock);
  }

  Lookup<Entry> get(CacheKey key) throws RedisTrouble, InterruptedException {
    return values.get(key);
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

package dev.larder.storage.redis;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Record sets: a hash each, with one field a record, named like it. */
final class RecordSets {
  /** Bytes that a set may have, as it travels and as it is unpacked. */
  static final long LARGEST = 16 << 20;

  /** A set may have this many records too many before it is trimmed. */
  private static final int SLACK = 16;

  private final RedisSettings settings;
  private final RecordSetFormat format;
  private final Link reads;
  private final Link writes;
  private final TransferBudget budget;
  private final Lifetime lifetime;
  private final Clock clock;
  private final AtomicLong lastAdded = new AtomicLong();

  RecordSets(
      RedisSettings settings,
      RecordSetFormat format,
      Link reads,
      Link writes,
      TransferBudget budget,
      Clock clock) {
    this.settings = settings;
    this.format = format;
    this.reads = reads;
    this.writes = writes;
    this.budget = budget;
    this.lifetime = new Lifetime(settings);
    this.clock = clock;
  }

  private String name(CacheKey set) {
    return settings.prefix() + ":m" + Envelope.VERSION + ":" + set.hex();
  }

  /* A set that is too large in all is one that Larder did not write: the guard cuts it off. */
  Lookup<Iterable<SetRecord>> list(CacheKey set) throws RedisTrouble, InterruptedException {
    String name = name(set);
    Connection connection = reads.connection();
    long asked = System.nanoTime();
    Map<String, byte[]> fields;
    try {
      fields = reads.reply(connection, connection.commands().hgetall(name), asked);
    } catch (RedisTrouble e) {
      if (!e.isRefusal()) {
        throw e;
      }
      return new Lookup.Corrupted<>(e.reason());
    }
    if (fields == null || fields.isEmpty()) {
      return new Lookup.Miss<>();
    }
    List<SetRecord> records =
        newest(set, fields).stream().map(RecordSetFormat.Dated::record).toList();
    if (records.isEmpty()) {
      return new Lookup.Corrupted<>("no record that is fit");
    }
    lifetime.renew(connection, name);
    reads.gave();
    return new Lookup.Hit<>(records, RedisStore.TIER);
  }

  private List<RecordSetFormat.Dated> newest(CacheKey set, Map<String, byte[]> fields)
      throws InterruptedException {
    List<RecordSetFormat.Dated> records = new ArrayList<>();
    try (TransferBudget.Share share = budget.share()) {
      share.add(
          Math.min(LARGEST, fields.values().stream().mapToLong(format::declaredLength).sum()));
      long left = LARGEST;
      for (Map.Entry<String, byte[]> field : fields.entrySet()) {
        Optional<RecordSetFormat.Dated> record = format.decode(set, field.getValue(), left);
        // The field's name must be the record's own, or one record could stand for many.
        if (record.isPresent() && record.get().record().name().hex().equals(field.getKey())) {
          left -= record.get().record().content().length;
          records.add(record.get());
        }
      }
    }
    // Not by comparingLong, whose lambda the runtime makes anew at each start.
    records.sort((one, other) -> Long.compare(other.micros(), one.micros()));
    return records.subList(0, Math.min(records.size(), Store.MAX_RECORDS));
  }

  Outcome add(CacheKey set, CacheKey name, byte[] record)
      throws RedisTrouble, InterruptedException {
    if (record.length > Store.MAX_RECORD_LENGTH || record.length > LARGEST / 8) {
      return new Outcome.Declined("record of " + record.length + " bytes");
    }
    Connection connection = writes.connection();
    String hash = name(set);
    long asked = System.nanoTime();
    byte[] bytes = format.encode(set, name, record, now());
    var stored = connection.commands().hset(hash, name.hex(), bytes);
    var length = connection.commands().hlen(hash);
    lifetime.begin(connection, hash);
    writes.reply(connection, stored, asked);
    if (writes.reply(connection, length, asked) > Store.MAX_RECORDS + SLACK) {
      trim(connection, set, hash);
    }
    return new Outcome.Stored();
  }

  /** Each record that this writes is later than the ones before, whatever the clock does. */
  private long now() {
    Instant now = clock.instant();
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    return lastAdded.updateAndGet(last -> Math.max(last + 1, micros));
  }

  /** Drops the oldest, and what is no record. Two who do so at once drop the same. */
  private void trim(Connection connection, CacheKey set, String hash)
      throws RedisTrouble, InterruptedException {
    Map<String, byte[]> fields =
        writes.reply(connection, connection.commands().hgetall(hash), System.nanoTime());
    List<String> kept =
        newest(set, fields).stream().map(dated -> dated.record().name().hex()).toList();
    String[] dropped =
        fields.keySet().stream().filter(field -> !kept.contains(field)).toArray(String[]::new);
    if (dropped.length > 0) {
      writes.reply(connection, connection.commands().hdel(hash, dropped), System.nanoTime());
    }
  }
}

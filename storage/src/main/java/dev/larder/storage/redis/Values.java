package dev.larder.storage.redis;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.format.Compression;
import io.lettuce.core.SetArgs;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Future;

/** Entries: a string each. */
final class Values {
  /** Read with the first request: most objects as a whole. */
  private static final int FIRST = 64 << 10;

  /** Longer values are read in pieces of this size, some of them asked for in advance. */
  private static final int PIECE = 256 << 10;

  private static final int IN_ADVANCE = 16;

  private final RedisSettings settings;
  private final ValueFormat format;
  private final Link reads;
  private final Link writes;
  private final TransferBudget budget;
  private final boolean yielding;
  private final Lifetime lifetime;

  /**
   * @param yielding whether a value is left where it is when there is no memory for it
   */
  Values(
      RedisSettings settings,
      ValueFormat format,
      Link reads,
      Link writes,
      TransferBudget budget,
      boolean yielding) {
    this.settings = settings;
    this.format = format;
    this.reads = reads;
    this.writes = writes;
    this.budget = budget;
    this.yielding = yielding;
    this.lifetime = new Lifetime(settings);
  }

  private String name(CacheKey key) {
    return settings.prefix() + ":v" + Envelope.VERSION + ":" + key.hex();
  }

  /** What was read under a key. */
  private sealed interface Found {
    record Nothing() implements Found {}

    record Unfit(String reason) implements Found {}

    record Whole(Entry entry) implements Found {}
  }

  Lookup<Entry> get(CacheKey key, Landing landing) throws RedisTrouble, InterruptedException {
    Found found = find(key, landing);
    if (found instanceof Found.Unfit) {
      found = find(key, landing); // between two pieces somebody may have written another one
    }
    return switch (found) {
      case Found.Nothing nothing -> new Lookup.Miss<>();
      case Found.Whole whole -> {
        reads.gave();
        yield new Lookup.Hit<>(whole.entry(), RedisStore.TIER);
      }
      case Found.Unfit unfit -> {
        if (!settings.readOnly()) {
          remove(key);
        }
        yield new Lookup.Corrupted<>(unfit.reason());
      }
    };
  }

  private Found find(CacheKey key, Landing landing) throws RedisTrouble, InterruptedException {
    Connection connection = reads.connection();
    String name = name(key);
    long asked = System.nanoTime();
    Future<Long> size = connection.commands().strlen(name);
    Future<byte[]> first = connection.commands().getrange(name, 0, FIRST - 1);
    try (TransferBudget.Share share = budget.share()) {
      long length = reads.reply(connection, size, asked);
      byte[] start = reads.reply(connection, first, asked);
      if (length == 0 || start == null) {
        return new Found.Nothing();
      }
      if (length > format.longest()) {
        return new Found.Unfit("too large");
      }
      long unpacked = format.declaredLength(start);
      boolean mayLand = unpacked >= Landing.WORTHWHILE && landing.isPossible();
      long needed = length + Math.min(unpacked, Compression.WINDOW) + (mayLand ? 0 : unpacked);
      if (!yielding) {
        share.add(needed);
      } else if (!share.addIfFree(needed)) {
        return new Found.Nothing();
      }
      Optional<byte[]> bytes = rest(connection, name, start, (int) length);
      if (bytes.isEmpty()) {
        return new Found.Unfit("cut off");
      }
      lifetime.renew(connection, name);
      Optional<ValueFormat.Decoded> landed =
          mayLand ? format.land(key, bytes.get(), landing) : Optional.empty();
      if (landed.isEmpty() && mayLand && !share.addAtOnce(unpacked)) {
        return new Found.Nothing();
      }
      return switch (landed.orElseGet(() -> format.decode(key, bytes.get()))) {
        case ValueFormat.Decoded.Whole whole -> new Found.Whole(whole.entry());
        case ValueFormat.Decoded.Unfit unfit -> new Found.Unfit(unfit.reason());
      };
    } catch (RedisTrouble e) {
      if (!e.isRefusal()) {
        throw e;
      }
      return new Found.Unfit(e.reason()); // such as a key of another type
    }
  }

  private Optional<byte[]> rest(Connection connection, String name, byte[] start, int length)
      throws RedisTrouble, InterruptedException {
    if (start.length != Math.min(FIRST, length)) {
      return Optional.empty();
    }
    if (start.length == length) {
      return Optional.of(start);
    }
    byte[] bytes = new byte[length];
    System.arraycopy(start, 0, bytes, 0, start.length);
    Deque<Future<Integer>> pieces = new ArrayDeque<>();
    int next = start.length;
    int at = start.length;
    while (at < length) {
      while (pieces.size() < IN_ADVANCE && next < length) {
        int end = Math.min(length, next + PIECE);
        pieces.add(ask(connection, name, new PieceOutput(bytes, next, end - next)));
        next = end;
      }
      int came = reads.reply(connection, pieces.remove(), System.nanoTime());
      if (came != Math.min(PIECE, length - at)) {
        return Optional.empty();
      }
      at += came;
    }
    return Optional.of(bytes);
  }

  private static Future<Integer> ask(Connection connection, String name, PieceOutput piece) {
    CommandArgs<String, byte[]> arguments = new CommandArgs<>(Connection.CODEC).addKey(name);
    arguments.add(piece.from()).add(piece.to());
    return connection.commands().dispatch(CommandType.GETRANGE, piece, arguments);
  }

  Outcome put(CacheKey key, Entry entry) throws RedisTrouble, InterruptedException {
    if (entry.length() > settings.maxEntry()) {
      return new Outcome.Declined("too large for Redis");
    }
    Connection connection = writes.connection();
    String name = name(key);
    long exists = writes.reply(connection, connection.commands().exists(name), System.nanoTime());
    if (exists > 0) {
      lifetime.renew(connection, name);
      return new Outcome.Stored();
    }
    try (TransferBudget.Share share = budget.share()) {
      share.add(2 * entry.length());
      byte[] bytes = format.encode(key, entry);
      writes.reply(
          connection, connection.commands().set(name, bytes, arguments()), System.nanoTime());
      return new Outcome.Stored();
    } catch (IOException e) {
      return new Outcome.Failed("an output can not be read any more");
    }
  }

  /* What is there stays: it was looked at by whoever read it, and dropped if it was unfit. */
  private SetArgs arguments() {
    SetArgs arguments = SetArgs.Builder.nx();
    Duration limit = settings.lifetime();
    return limit.isZero() ? arguments : arguments.px(limit.toMillis());
  }

  void remove(CacheKey key) throws RedisTrouble, InterruptedException {
    Connection connection = writes.connection();
    writes.reply(connection, connection.commands().del(name(key)), System.nanoTime());
  }
}

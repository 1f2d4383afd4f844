package dev.larder.storage.redis;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.Store;
import dev.larder.storage.StoreContract;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every store does, over a Unix socket of a real server, and what only this one does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisStoreTest extends StoreContract {
  private final RedisServer server;

  RedisStoreTest(@TempDir Path place) {
    server = RedisServer.start(place);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private RedisSettings settings() {
    return RedisSettings.of(new Topology.Single(new Address.Socket(server.socket())));
  }

  @Override
  protected Store create(Path room) {
    server.cli("FLUSHALL");
    return opened(settings());
  }

  private static RedisStore opened(RedisSettings settings) {
    return new RedisStore(settings, Patient.TIMING, Clock.systemUTC());
  }

  @Test
  void get_largeValue_comesInPieces() {
    put(key("a"), entry(1, 3_000_000, 5, 700_000));
    assertThat(facts(hit(key("a")))).isEqualTo(facts(entry(1, 3_000_000, 5, 700_000)));
  }

  @Test
  void put_sameBytesFarApart_travelOnce() {
    Entry.Section metadata = entry(1, 3_000_000).sections().getFirst();
    Entry library = new Entry(List.of(metadata, metadata));
    put(key("a"), library);
    assertThat(Long.parseLong(server.cli("STRLEN", "larder:v1:" + key("a").hex()).strip()))
        .isLessThan(3_100_000);
    assertThat(facts(hit(key("a")))).isEqualTo(facts(library));
  }

  @Test
  void ahead_readsTheSame_butWhatIsTooLargeToTravelUnasked() {
    try (RedisStore writer = opened(settings());
        RedisStore reader = opened(settings())) {
      writer.put(key("a"), entry(1, 3_000_000));
      writer.put(key("large"), entry(2, 34_000_000));
      writer.add(key("set"), key("r"), record("r").content());
      assertThat(facts(((Lookup.Hit<Entry>) reader.ahead().get(key("a"))).value()))
          .isEqualTo(facts(entry(1, 3_000_000)));
      assertThat(reader.ahead().list(key("set"))).isInstanceOf(Lookup.Hit.class);
      assertThat(reader.ahead().get(key("large"))).isEqualTo(new Lookup.Miss<Entry>());
      assertThat(reader.get(key("large"))).isInstanceOf(Lookup.Hit.class);
    }
  }

  @Test
  void ahead_ofAStoreThatIsLeftAlone_isLeftAloneToo() {
    try (RedisServer other = RedisServer.start(directory.resolve("other"));
        RedisStore reader =
            opened(RedisSettings.of(new Topology.Single(new Address.Socket(other.socket()))))) {
      assertThat(reader.ahead().get(key("a"))).isEqualTo(new Lookup.Miss<Entry>());
      assertThat(reader.get(key("a"))).isEqualTo(new Lookup.Miss<Entry>());
      other.kill();
      assertThat(reader.get(key("a"))).isInstanceOf(Lookup.Unavailable.class);
      assertThat(reader.ahead().get(key("a"))).isInstanceOf(Lookup.Unavailable.class);
    }
  }

  @Test
  void put_tooLarge_isDeclined() {
    try (Store small = opened(settings().withPlace(0, "larder", 10_000))) {
      assertThat(small.put(key("a"), entry(1, 10_001))).isInstanceOf(Outcome.Declined.class);
      assertThat(small.put(key("b"), entry(1, 10_000))).isEqualTo(new Outcome.Stored());
      put(key("a"), entry(1, 30_000));
      assertThat(small.get(key("a"))).isInstanceOf(Lookup.Corrupted.class);
    }
  }

  @Test
  void keys_haveThePrefixAndTheDatabase() {
    try (Store other = opened(settings().withPlace(3, "team:x", 1 << 20))) {
      other.put(key("a"), entry(1, 100));
      other.add(key("s"), key("r"), record("r").content());
      assertThat(store.get(key("a"))).isEqualTo(new Lookup.Miss<>());
      assertThat(server.cli("-n", "3", "KEYS", "*").lines())
          .containsExactlyInAnyOrder("team:x:v1:" + key("a").hex(), "team:x:m1:" + key("s").hex());
      assertThat(server.cli("KEYS", "*")).isEmpty();
    }
  }

  @Test
  void lifetime_isSetAndRenewedByUse() {
    RedisSettings lasting = settings().withLifetime(Duration.ofSeconds(1000), true);
    try (Store other = opened(lasting)) {
      other.put(key("a"), entry(1, 100));
      other.add(key("s"), key("r"), record("r").content());
      String value = "larder:v1:" + key("a").hex();
      String set = "larder:m1:" + key("s").hex();
      assertThat(seconds(value)).isBetween(900L, 1000L);
      assertThat(seconds(set)).isBetween(900L, 1000L);
      server.cli("EXPIRE", value, "10");
      server.cli("EXPIRE", set, "10");
      assertThat(other.get(key("a"))).isInstanceOf(Lookup.Hit.class);
      assertThat(other.list(key("s"))).isInstanceOf(Lookup.Hit.class);
      // The renewal is sent before what follows on the same connection.
      assertThat(other.get(key("b"))).isInstanceOf(Lookup.Miss.class);
      assertThat(seconds(value)).isBetween(900L, 1000L);
      assertThat(seconds(set)).isBetween(900L, 1000L);
    }
  }

  private long seconds(String name) {
    return Long.parseLong(server.cli("TTL", name));
  }

  @Test
  void set_isTrimmedOnTheServer() {
    for (int i = 0; i < Store.MAX_RECORDS + 40; i++) {
      add(key("set"), record("r" + i));
    }
    long length = Long.parseLong(server.cli("HLEN", "larder:m1:" + key("set").hex()));
    assertThat(length).isBetween((long) Store.MAX_RECORDS, Store.MAX_RECORDS + 16L);
    assertThat(listed(key("set")))
        .hasSize(Store.MAX_RECORDS)
        .contains("r" + (Store.MAX_RECORDS + 39));
  }

  @Test
  void readOnly_writesNothing() {
    put(key("a"), entry(1, 100));
    try (Store reader = opened(settings().withReadOnly(true))) {
      assertThat(reader.get(key("a"))).isInstanceOf(Lookup.Hit.class);
      assertThat(reader.put(key("b"), entry(2, 10))).isInstanceOf(Outcome.Declined.class);
      assertThat(reader.add(key("s"), key("r"), new byte[1])).isInstanceOf(Outcome.Declined.class);
      reader.remove(key("a"));
      assertThat(server.cli("KEYS", "*")).isEqualTo("larder:v1:" + key("a").hex());
    }
  }

  @Test
  void describe_saysWhereAndNoSecret() {
    RedisSettings secret = settings().withUser("someone", new Secret.Text("hidden"));
    try (Store other = opened(secret)) {
      assertThat(other.describe().location())
          .isEqualTo("redis, name: " + server.socket() + ", prefix: larder");
      assertThat(secret.toString()).doesNotContain("hidden");
    }
  }
}

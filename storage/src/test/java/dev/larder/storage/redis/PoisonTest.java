package dev.larder.storage.redis;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server in which others have put what they like: it is never believed, and costs no memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PoisonTest {
  private static final String VALUE = "larder:v1:";
  private static final String SET = "larder:m1:";

  private final Path place;
  private final RedisServer server;
  private RedisStore store;

  PoisonTest(@TempDir Path place) {
    this.place = place;
    this.server = RedisServer.start(place);
    this.store = opened(settings());
  }

  private RedisSettings settings() {
    return RedisSettings.of(new Topology.Single(new Address.Socket(server.socket())));
  }

  private static RedisStore opened(RedisSettings settings) {
    return new RedisStore(settings, Patient.TIMING, Clock.systemUTC());
  }

  @BeforeEach
  void open() {
    server.cli("FLUSHALL");
    store.close();
    store = opened(settings());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private void put(String name, Entry entry) {
    assertThat(store.put(key(name), entry)).isEqualTo(new Outcome.Stored());
  }

  private void assertCorruptedThenGone(String name) {
    assertThat(store.get(key(name))).isInstanceOf(Lookup.Corrupted.class);
    assertThat(store.get(key(name))).isInstanceOf(Lookup.Miss.class);
    put(name, entry(9, 1000));
    assertThat(store.get(key(name))).isInstanceOf(Lookup.Hit.class);
  }

  /** The bytes under a key, by a way that changes nothing of them. */
  private byte[] raw(String name) throws Exception {
    Path file = place.resolve("raw");
    Process cli =
        new ProcessBuilder("redis-cli", "-s", server.socket().toString(), "--raw", "GET", name)
            .redirectOutput(file.toFile())
            .start();
    assertThat(cli.waitFor()).isZero();
    byte[] bytes = Files.readAllBytes(file);
    return java.util.Arrays.copyOf(bytes, bytes.length - 1); // a newline
  }

  private void setRaw(String name, byte[] bytes) throws Exception {
    Path file = Files.write(place.resolve("raw"), bytes);
    Process cli =
        new ProcessBuilder("redis-cli", "-s", server.socket().toString(), "-x", "SET", name)
            .redirectInput(file.toFile())
            .start();
    assertThat(cli.waitFor()).isZero();
  }

  @Test
  void anyBitFlipped_isFound() throws Exception {
    put("a", entry(1, 300, 20));
    String name = VALUE + key("a").hex();
    byte[] whole = raw(name);
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = whole.clone();
      int at = i < 120 ? i : random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      setRaw(name, bytes);
      Lookup<Entry> found = store.get(key("a"));
      // Where a signature would stand, nobody looks who asks for none.
      if (found instanceof Lookup.Hit<Entry> hit) {
        assertThat(at).isBetween(10, 107);
        assertThat(facts(hit.value())).isEqualTo(facts(entry(1, 300, 20)));
      } else {
        assertThat(found).isInstanceOf(Lookup.Corrupted.class);
      }
    }
  }

  @Test
  void cutOffAnywhere_isFound() throws Exception {
    put("a", entry(1, 300, 20));
    String name = VALUE + key("a").hex();
    byte[] whole = raw(name);
    for (int length = 1; length < whole.length; length += 7) {
      setRaw(name, java.util.Arrays.copyOf(whole, length));
      assertThat(store.get(key("a"))).isInstanceOf(Lookup.Corrupted.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 107, 108, 200, 70_000, 400_000})
  void anyBytes_areFound(int length) throws Exception {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    setRaw(VALUE + key("a").hex(), bytes);
    assertCorruptedThenGone("a");
  }

  @Test
  void anotherKeysValue_isFound() {
    put("a", entry(1, 300));
    put("b", entry(2, 300));
    server.cli("COPY", VALUE + key("a").hex(), VALUE + key("b").hex(), "REPLACE");
    assertCorruptedThenGone("b");
    assertThat(store.get(key("a"))).isInstanceOf(Lookup.Hit.class);
  }

  @Test
  void anotherType_isFound() {
    server.cli("LPUSH", VALUE + key("a").hex(), "x");
    assertCorruptedThenGone("a");
    server.cli("SET", SET + key("s").hex(), "x");
    assertThat(store.list(key("s"))).isInstanceOf(Lookup.Corrupted.class);
  }

  @Test
  void halfAGigabyte_isNeitherReadNorKept() {
    String name = VALUE + key("a").hex();
    server.cli("SETRANGE", name, Integer.toString((512 << 20) - 1), "x");
    assertThat(server.cli("STRLEN", name)).isEqualTo(Integer.toString(512 << 20));
    String sent = sent();
    assertCorruptedThenGone("a");
    assertThat(Long.parseLong(sent()) - Long.parseLong(sent)).isLessThan(1 << 20);
  }

  private String sent() {
    return server
        .cli("INFO", "stats")
        .lines()
        .filter(line -> line.startsWith("total_net_output_bytes:"))
        .findFirst()
        .orElseThrow()
        .replaceAll("\\D", "");
  }

  @Test
  void hugeSet_costsTheConnectionAndNoMemory() {
    String name = SET + key("s").hex();
    String value = VALUE + key("big").hex();
    put("a", entry(1, 300));
    server.cli("SETRANGE", value, Integer.toString((200 << 20) - 1), "x");
    server.cli(
        "EVAL", "redis.call('HSET', KEYS[1], 'f', redis.call('GET', KEYS[2]))", "2", name, value);
    assertThat(server.cli("HSTRLEN", name, "f")).isEqualTo(Integer.toString(200 << 20));
    long before = Runtime.getRuntime().totalMemory();
    assertThat(store.list(key("s"))).isInstanceOf(Lookup.Unavailable.class);
    assertThat(Runtime.getRuntime().totalMemory() - before).isLessThan(100 << 20);
    assertThat(comesBack("a")).isInstanceOf(Lookup.Hit.class);
  }

  private Lookup<Entry> comesBack(String name) {
    Lookup<Entry> found = store.get(key(name));
    while (found instanceof Lookup.Unavailable) {
      Thread.onSpinWait();
      found = store.get(key(name));
    }
    return found;
  }

  @Test
  void recordsOfOthers_arePassedOver() {
    store.add(key("s"), key("one"), record("one").content());
    store.add(key("t"), key("two"), record("two").content());
    String set = SET + key("s").hex();
    // Another set's record, one under another's name, and none at all.
    server.cli(
        "EVAL",
        "local r = redis.call('HGET', KEYS[2], ARGV[1]); redis.call('HSET', KEYS[1], ARGV[1], r);"
            + "r = redis.call('HGET', KEYS[1], ARGV[2]);"
            + "redis.call('HSET', KEYS[1], string.rep('0', 64), r); redis.call('HSET', KEYS[1], 'x', 'y')",
        "2",
        set,
        SET + key("t").hex(),
        key("two").hex(),
        key("one").hex());
    assertThat(server.cli("HLEN", set)).isEqualTo("4");
    Lookup<Iterable<SetRecord>> found = store.list(key("s"));
    assertThat(((Lookup.Hit<Iterable<SetRecord>>) found).value())
        .singleElement()
        .satisfies(only -> assertThat(only.name()).isEqualTo(key("one")));
    server.cli("HDEL", set, key("one").hex());
    assertThat(store.list(key("s"))).isInstanceOf(Lookup.Corrupted.class);
  }

  @Test
  void setOfJunk_isTrimmedByWhoAdds() {
    String set = SET + key("s").hex();
    for (int i = 0; i < Store.MAX_RECORDS + 20; i++) {
      server.cli("HSET", set, "junk" + i, "x");
    }
    store.add(key("s"), key("one"), record("one").content());
    assertThat(server.cli("HKEYS", set)).isEqualTo(key("one").hex());
  }

  @Test
  void signatures_areAskedForWhereKeysAreTrusted() throws Exception {
    Path ours = place.resolve("ours");
    Path theirs = place.resolve("theirs");
    Path oursPublic = Keys.generate(ours);
    Path theirsPublic = Keys.generate(theirs);
    try (RedisStore signing = opened(settings().withTrust(signer(ours)));
        RedisStore forging = opened(settings().withTrust(signer(theirs)));
        RedisStore strict = opened(settings().withTrust(trusting(oursPublic)));
        RedisStore rotating = opened(settings().withTrust(trusting(theirsPublic, oursPublic)))) {
      signing.put(key("a"), entry(1, 50));
      signing.add(key("s"), key("r"), record("r").content());
      assertThat(strict.get(key("a"))).isInstanceOf(Lookup.Hit.class);
      assertThat(strict.list(key("s"))).isInstanceOf(Lookup.Hit.class);
      assertThat(rotating.get(key("a"))).isInstanceOf(Lookup.Hit.class);
      assertThat(store.get(key("a"))).isInstanceOf(Lookup.Hit.class);
      store.put(key("b"), entry(2, 50));
      store.add(key("t"), key("r"), record("r").content());
      forging.put(key("c"), entry(3, 50));
      assertThat(strict.get(key("b"))).isEqualTo(new Lookup.Corrupted<>("not signed"));
      assertThat(strict.list(key("t"))).isInstanceOf(Lookup.Corrupted.class);
      assertThat(rotating.get(key("c"))).isInstanceOf(Lookup.Hit.class);
      assertThat(strict.get(key("c")))
          .isEqualTo(new Lookup.Corrupted<>("signed by nobody who is trusted"));
    }
    try (RedisStore without = opened(settings().withTrust(trusting(place.resolve("none"))))) {
      assertThat(without.get(key("a"))).isInstanceOf(Lookup.Unavailable.class);
      assertThat(without.put(key("d"), entry(1, 5))).isInstanceOf(Outcome.Failed.class);
    }
  }

  private static Trust signer(Path key) {
    return new Trust(java.util.Optional.of(key), List.of());
  }

  private static Trust trusting(Path... keys) {
    return new Trust(java.util.Optional.empty(), List.of(keys));
  }
}

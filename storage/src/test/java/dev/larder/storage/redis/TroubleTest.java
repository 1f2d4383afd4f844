package dev.larder.storage.redis;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that does not do what it should: nobody waits for it for long, and it is found again.
 */
@Timeout(60)
final class TroubleTest {
  @TempDir Path place = Path.of("");

  private static RedisStore opened(RedisSettings settings) {
    return new RedisStore(settings, Timing.of(Timing.PATIENCE), Clock.systemUTC());
  }

  private static RedisSettings at(int port) {
    return RedisSettings.of(new Topology.Single(new Address.Tcp("127.0.0.1", port)));
  }

  /** The time that so many lookups take, none of which is a hit. */
  private static Duration lookups(RedisStore store, int number) {
    long started = System.nanoTime();
    for (int i = 0; i < number; i++) {
      assertThat(store.get(key("k" + i))).isNotInstanceOf(Lookup.Hit.class);
      assertThat(store.list(key("k" + i))).isNotInstanceOf(Lookup.Hit.class);
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private static Lookup<Entry> comesBack(RedisStore store, String name) {
    Lookup<Entry> found = store.get(key(name));
    while (found instanceof Lookup.Unavailable) {
      Thread.onSpinWait();
      found = store.get(key(name));
    }
    return found;
  }

  /** Waits until the first attempt has come to its end, however busy the machine is. */
  private static void settle(RedisStore store) {
    while (store.status().equals("connecting")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void absent_isUnavailableWithItsReason() {
    try (RedisStore store = opened(at(RedisServer.freePort()))) {
      assertThat(lookups(store, 500)).isLessThan(Duration.ofMillis(1500));
      settle(store);
      assertThat(store.get(key("a")))
          .isEqualTo(new Lookup.Unavailable<Entry>("no connection: refused"));
      assertThat(store.put(key("a"), entry(1, 5))).isInstanceOf(Outcome.Failed.class);
    }
    try (RedisStore store =
        opened(
            RedisSettings.of(
                new Topology.Single(new Address.Socket(place.resolve("none.sock")))))) {
      assertThat(lookups(store, 500)).isLessThan(Duration.ofMillis(1500));
      settle(store);
      assertThat(store.status()).isEqualTo("no connection: no such socket");
    }
    try (RedisStore store =
        opened(
            RedisSettings.of(new Topology.Single(new Address.Tcp("no-such-host.invalid", 6379))))) {
      assertThat(lookups(store, 500)).isLessThan(Duration.ofMillis(1500));
    }
  }

  /** Accepts connections, and does to each what it is told. */
  private interface Stranger {
    void meet(Socket socket) throws IOException;
  }

  private record Listening(ServerSocket socket, List<Socket> met) implements AutoCloseable {
    static Listening with(Stranger stranger) throws IOException {
      var listening =
          new Listening(
              new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), new ArrayList<>());
      Thread.ofPlatform().daemon().start(() -> listening.serve(stranger));
      return listening;
    }

    private void serve(Stranger stranger) {
      try {
        while (true) {
          Socket client = socket.accept();
          synchronized (met) {
            met.add(client);
          }
          Thread.ofVirtual().start(() -> meet(stranger, client));
        }
      } catch (IOException closed) {
        // The test is over.
      }
    }

    private static void meet(Stranger stranger, Socket client) {
      try {
        stranger.meet(client);
      } catch (IOException gone) {
        // So is its client.
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
      synchronized (met) {
        for (Socket client : met) {
          client.close();
        }
      }
    }
  }

  @Test
  void silent_isWaitedForOnce() throws Exception {
    try (var stranger = Listening.with(socket -> {});
        RedisStore store = opened(at(stranger.socket().getLocalPort()))) {
      assertThat(lookups(store, 1000)).isLessThan(Duration.ofMillis(1500));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
        "\0\1\2\3\4\5\6\7\r\n",
        "$536870912\r\n",
        "*2000000000\r\n",
        "%1\r\n$-1\r\n",
        "+OK\r\n+OK\r\n+OK\r\n+OK\r\n+OK\r\n",
        "-NOAUTH secret words\r\n",
        "+",
      })
  void nonsense_isNoServer(String words) throws Exception {
    try (var stranger =
            Listening.with(
                socket -> {
                  socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
                  socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                });
        RedisStore store = opened(at(stranger.socket().getLocalPort()))) {
      assertThat(lookups(store, 200)).isLessThan(Duration.ofMillis(2500));
      assertThat(store.put(key("a"), entry(1, 5))).isInstanceOf(Outcome.Failed.class);
      settle(store);
      assertThat(store.status()).isNotEqualTo("connected").doesNotContain("secret");
    }
  }

  @Test
  void stopped_isLeftAloneAfterOneWait_andFoundAgain() {
    try (RedisServer server = RedisServer.start(place);
        RedisStore store = opened(at(server.port()))) {
      comesBack(store, "a");
      assertThat(store.put(key("a"), entry(1, 5))).isEqualTo(new Outcome.Stored());
      server.signal("STOP");
      assertThat(lookupsOf(store, "a", 500)).isLessThan(Duration.ofMillis(1500));
      assertThat(store.status()).isEqualTo("no answer in time");
      server.signal("CONT");
      assertThat(comesBack(store, "a")).isInstanceOf(Lookup.Hit.class);
    }
  }

  private static Duration lookupsOf(RedisStore store, String name, int number) {
    long started = System.nanoTime();
    for (int i = 0; i < number; i++) {
      assertThat(store.get(key(name))).isInstanceOf(Lookup.Unavailable.class);
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  @Test
  void killedAndStartedAgain_isFoundAgain() {
    try (RedisServer server = RedisServer.start(place);
        RedisStore store = opened(at(server.port()))) {
      comesBack(store, "a");
      for (int round = 0; round < 3; round++) {
        server.kill();
        assertThat(store.get(key("a"))).isInstanceOf(Lookup.Unavailable.class);
        server.startAgain();
        assertThat(comesBack(store, "a")).isInstanceOf(Lookup.Miss.class);
        while (!(store.put(key("a"), entry(1, 5)) instanceof Outcome.Stored)) {
          Thread.onSpinWait();
        }
        assertThat(store.get(key("a"))).isInstanceOf(Lookup.Hit.class);
      }
    }
  }

  @Test
  void outOfMemory_isReadAndNotWritten() {
    try (RedisServer server = RedisServer.start(place);
        RedisStore store = opened(at(server.port()))) {
      comesBack(store, "a");
      assertThat(store.put(key("a"), entry(1, 5))).isEqualTo(new Outcome.Stored());
      server.cli("CONFIG", "SET", "maxmemory", "1");
      assertThat(store.put(key("b"), entry(1, 5))).isEqualTo(new Outcome.Failed("it said OOM"));
      assertThat(store.add(key("s"), key("r"), record("r").content()))
          .isEqualTo(new Outcome.Failed("it said OOM"));
      assertThat(store.get(key("a"))).isInstanceOf(Lookup.Hit.class);
      server.cli("CONFIG", "SET", "maxmemory", "0");
      server.cli("REPLICAOF", "127.0.0.1", "1");
      assertThat(store.put(key("b"), entry(1, 5)))
          .isEqualTo(new Outcome.Failed("it said READONLY"));
      assertThat(store.get(key("a"))).isInstanceOf(Lookup.Hit.class);
    }
  }

  @Test
  void slow_isLeftAloneUnlessItHasSomething() throws Exception {
    try (RedisServer server = RedisServer.start(place);
        Proxy proxy = Proxy.to(server.port());
        RedisStore store = opened(at(proxy.port()))) {
      comesBack(store, "a");
      assertThat(store.put(key("a"), entry(1, 5))).isEqualTo(new Outcome.Stored());
      proxy.delay(Duration.ofMillis(120));
      for (int i = 0; i < 20; i++) {
        assertThat(store.get(key("a"))).isInstanceOf(Lookup.Hit.class);
      }
      assertThat(lookups(store, 500)).isLessThan(Duration.ofMillis(2500));
      assertThat(store.status()).isEqualTo("too slow");
      proxy.delay(Duration.ZERO);
      assertThat(comesBack(store, "a")).isInstanceOf(Lookup.Hit.class);
    }
  }

  @Test
  void slowFromTheBeginning_isNotWaitedForAgainWheneverItIsReached() throws Exception {
    try (RedisServer server = RedisServer.start(place);
        Proxy proxy = Proxy.to(server.port());
        RedisStore store = opened(at(proxy.port()))) {
      proxy.delay(Duration.ofMillis(500)); // more than anyone waits for a reply
      Set<String> reasons = new TreeSet<>();
      while (proxy.connections() < 3) {
        if (store.get(key("a")) instanceof Lookup.Unavailable<Entry> none) {
          reasons.add(none.reason());
        }
      }
      assertThat(reasons).containsExactly("still connecting", "too slow");
      proxy.delay(Duration.ZERO);
      assertThat(comesBack(store, "a")).isInstanceOf(Lookup.Miss.class);
    }
  }

  @Test
  void corruptedOnTheWay_isNeverAHitThatDiffers() throws Exception {
    try (RedisServer server = RedisServer.start(place);
        Proxy proxy = Proxy.to(server.port());
        RedisStore direct = opened(at(server.port()).withReadOnly(true));
        RedisStore writer = opened(at(server.port()));
        RedisStore store = opened(at(proxy.port()).withReadOnly(true))) {
      comesBack(writer, "a");
      assertThat(writer.put(key("a"), entry(1, 200_000))).isEqualTo(new Outcome.Stored());
      proxy.corruptOneByteIn(5_000);
      for (int i = 0; i < 200; i++) {
        if (store.get(key("a")) instanceof Lookup.Hit<Entry> hit) {
          assertThat(dev.larder.storage.Samples.facts(hit.value()))
              .isEqualTo(dev.larder.storage.Samples.facts(entry(1, 200_000)));
        }
      }
      assertThat(proxy.corrupted()).isPositive();
      assertThat(comesBack(direct, "a")).isInstanceOf(Lookup.Hit.class);
    }
  }

  @Test
  void cutInTheMiddle_isAMissAndFoundAgain() throws Exception {
    try (RedisServer server = RedisServer.start(place);
        Proxy proxy = Proxy.to(server.port());
        RedisStore store = opened(at(proxy.port()))) {
      comesBack(store, "a");
      assertThat(store.put(key("a"), entry(1, 2_000_000))).isEqualTo(new Outcome.Stored());
      proxy.cutAfter(1_000_000);
      assertThat(store.get(key("a"))).isInstanceOf(Lookup.Unavailable.class);
      proxy.cutAfter(Long.MAX_VALUE);
      assertThat(comesBack(store, "a")).isInstanceOf(Lookup.Hit.class);
    }
  }
}

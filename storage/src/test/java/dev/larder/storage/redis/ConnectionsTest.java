package dev.larder.storage.redis;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static dev.larder.storage.redis.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each way to a server, with real ones. */
@Timeout(120)
final class ConnectionsTest {
  /** As the manual has them. */
  private static final String WRITER =
      "+hello +auth +ping +select +client|setname +strlen +getrange +hgetall"
          + " +exists +set +del +hset +hlen +hdel +pexpire";

  private static final String READER =
      "+hello +auth +ping +select +client|setname +strlen +getrange +hgetall";

  @TempDir Path place = Path.of("");

  private static RedisStore opened(RedisSettings settings) {
    return new RedisStore(settings, Patient.TIMING, Clock.systemUTC());
  }

  private static RedisSettings at(int port) {
    return RedisSettings.of(new Topology.Single(new Address.Tcp("localhost", port)));
  }

  private static void assertServes(RedisSettings settings) {
    try (RedisStore store = opened(settings)) {
      assertThat(store.put(key("a"), entry(1, 100, 300_000))).isEqualTo(new Outcome.Stored());
      assertThat(store.add(key("s"), key("r"), record("r").content()))
          .isEqualTo(new Outcome.Stored());
      assertReads(store);
    }
    try (RedisStore another = opened(settings)) {
      assertReads(another);
      another.remove(key("a"));
      assertThat(another.get(key("a"))).isInstanceOf(Lookup.Miss.class);
    }
  }

  private static void assertReads(RedisStore store) {
    Lookup<Entry> found = store.get(key("a"));
    assertThat(found).isInstanceOf(Lookup.Hit.class);
    assertThat(facts(((Lookup.Hit<Entry>) found).value())).isEqualTo(facts(entry(1, 100, 300_000)));
    assertThat(store.list(key("s"))).isInstanceOf(Lookup.Hit.class);
  }

  private static void assertNone(RedisSettings settings, String reason) {
    try (RedisStore store = opened(settings)) {
      assertThat(store.get(key("a"))).isEqualTo(new Lookup.Unavailable<Entry>(reason));
    }
  }

  @Test
  void tcp_aNameAndAnIpv6Address() {
    try (RedisServer server = RedisServer.start(place)) {
      assertServes(at(server.port()));
      assertServes(RedisSettings.of(new Topology.Single(new Address.Tcp("::1", server.port()))));
      assertThat(server.cli("CLIENT", "LIST")).doesNotContain("name=larder");
    }
  }

  @Test
  void user_hasNoMoreRightsThanTheManualSays() throws IOException {
    try (RedisServer server = RedisServer.start(place)) {
      acl(server, "builds", "secret", WRITER);
      acl(server, "readers", "public", READER);
      RedisSettings builds = at(server.port()).withUser("builds", new Secret.Text("secret"));
      assertServes(builds.withLifetime(java.time.Duration.ofMinutes(1), true));
      try (RedisStore writer = opened(builds)) {
        writer.put(key("a"), entry(1, 100, 300_000));
        for (int i = 0; i < 100; i++) {
          assertThat(writer.add(key("s"), key("r" + i), new byte[5]))
              .isEqualTo(new Outcome.Stored());
        }
        Path file = Files.writeString(place.resolve("password"), "public\nmore\n");
        RedisSettings readers = at(server.port()).withUser("readers", new Secret.InFile(file));
        try (RedisStore reader = opened(readers.withReadOnly(true));
            RedisStore bold = opened(readers)) {
          assertReads(reader);
          assertThat(bold.put(key("b"), entry(2, 5)))
              .isEqualTo(new Outcome.Failed("it said NOPERM"));
        }
      }
      assertNone(at(server.port()).withUser("builds", new Secret.Text("x")), "it said WRONGPASS");
      assertNone(
          at(server.port()).withUser("builds", new Secret.InFile(place.resolve("none"))),
          "its password can not be read");
    }
  }

  private static void acl(RedisServer server, String user, String password, String rights) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "ACL",
                "SETUSER",
                user,
                "on",
                ">" + password,
                "resetkeys",
                "~larder:*",
                "resetchannels",
                "-@all"));
    words.addAll(List.of(rights.split(" ", -1)));
    assertThat(server.cli(words.toArray(String[]::new))).isEqualTo("OK");
  }

  @Test
  void passwordOfTheStandardUser_isEnough() {
    try (RedisServer server = RedisServer.start(place, "--requirepass", "only")) {
      assertServes(at(server.port()).withUser("", new Secret.Text("only")));
      assertNone(at(server.port()), "it said NOAUTH");
    }
  }

  @Test
  void tls_believesOnlyWhomItShould() throws Exception {
    Certificates made = Certificates.in(place);
    int port = RedisServer.freePort();
    try (RedisServer server =
        RedisServer.start(
            place.resolve("server"),
            "--tls-port",
            Integer.toString(port),
            "--tls-cert-file",
            made.certificate().toString(),
            "--tls-key-file",
            made.key().toString(),
            "--tls-ca-cert-file",
            made.authority().toString(),
            "--tls-auth-clients",
            "optional")) {
      Tls trusting =
          new Tls(Optional.of(made.authority()), Optional.empty(), Optional.empty(), false);
      assertServes(at(port).withTls(trusting));
      assertNone(at(port).withTls(Tls.STANDARD), "its certificate is not trusted");
      Tls insecure = new Tls(Optional.empty(), Optional.empty(), Optional.empty(), true);
      assertServes(at(port).withTls(insecure));
      RedisSettings elsewhere =
          RedisSettings.of(new Topology.Single(new Address.Tcp("127.0.0.1", port)));
      assertNone(elsewhere.withTls(trusting), "its certificate is not trusted");
      server.cli("CONFIG", "SET", "tls-auth-clients", "yes");
      try (RedisStore unknown = opened(at(port).withTls(trusting))) {
        assertThat(unknown.get(key("a"))).isInstanceOf(Lookup.Unavailable.class);
      }
      assertServes(
          at(port)
              .withTls(
                  new Tls(
                      Optional.of(made.authority()),
                      Optional.of(made.certificate()),
                      Optional.of(made.key()),
                      false)));
    }
  }

  @Test
  void cluster_ofThreeAndThree_servesAlsoAfterOneMasterIsLost() throws Exception {
    List<RedisServer> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        nodes.add(
            RedisServer.start(
                place.resolve("node" + i),
                freeLowPort(),
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "500",
                "--cluster-config-file",
                "nodes.conf"));
      }
      List<String> create = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
      nodes.forEach(node -> create.add("127.0.0.1:" + node.port()));
      create.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
      Process cli = new ProcessBuilder(create).redirectErrorStream(true).start();
      String said =
          new String(cli.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(cli.waitFor()).as(said).isZero();
      List<Address> some =
          List.of(
              new Address.Tcp("127.0.0.1", nodes.get(0).port()),
              new Address.Tcp("127.0.0.1", nodes.get(1).port()));
      await(
          () ->
              nodes.stream().allMatch(n -> n.cli("CLUSTER", "INFO").contains("cluster_state:ok")));
      RedisSettings settings = RedisSettings.of(new Topology.Cluster(some));
      nodes.forEach(
          n -> acl(n, "builds", "secret", WRITER + " +cluster|nodes +cluster|myid +info"));
      assertServes(settings.withUser("builds", new Secret.Text("secret")));
      try (RedisStore store = opened(settings)) {
        for (int i = 0; i < 40; i++) {
          assertThat(store.put(key("k" + i), entry(i, 500))).isEqualTo(new Outcome.Stored());
        }
        await(() -> replicated(nodes));
        nodes.get(2).kill();
        for (int i = 0; i < 40; i++) {
          String name = "k" + i;
          await(() -> store.get(key(name)) instanceof Lookup.Hit);
        }
      }
    } finally {
      nodes.forEach(RedisServer::close);
    }
  }

  private static boolean replicated(List<RedisServer> nodes) {
    int all = nodes.stream().mapToInt(node -> Integer.parseInt(node.cli("DBSIZE"))).sum();
    return all == 2 * (40 + 1);
  }

  /** A node of a cluster also uses the port that is 10000 higher. */
  private static int freeLowPort() {
    int port = RedisServer.freePort();
    while (port > 55_000) {
      port = RedisServer.freePort();
    }
    return port;
  }

  @Test
  void sentinel_afterAFailover_findsTheNewMaster() throws Exception {
    try (SentinelTeam team = SentinelTeam.start(place)) {
      Endpoint endpoint = Endpoint.parse(team.endpoint()).orElseThrow();
      assertThat(endpoint.database()).isEqualTo(OptionalInt.empty());
      try (RedisStore store = opened(RedisSettings.of(endpoint.topology()))) {
        await(() -> store.put(key("a"), entry(1, 500)) instanceof Outcome.Stored);
        await(() -> team.replica().cli("DBSIZE").equals("1"));
        await(team::isReady);
        team.master().kill();
        await(() -> store.put(key("b"), entry(2, 500)) instanceof Outcome.Stored);
        await(() -> store.get(key("a")) instanceof Lookup.Hit);
        assertThat(team.replica().cli("DBSIZE")).isEqualTo("2");
      }
    }
  }
}

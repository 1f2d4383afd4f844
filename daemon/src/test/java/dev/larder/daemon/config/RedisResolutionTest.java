package dev.larder.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.redis.Address;
import dev.larder.storage.redis.RedisSettings;
import dev.larder.storage.redis.Secret;
import dev.larder.storage.redis.Tls;
import dev.larder.storage.redis.Topology;
import dev.larder.storage.redis.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the variables that are about a Redis come to. */
final class RedisResolutionTest {
  private static Resolved resolve(String... variables) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return new ConfigurationResolver(Path.of("/nowhere"), InstantSource.system())
        .resolve(environment);
  }

  private static RedisSettings redis(String... variables) {
    return resolve(variables).configuration().redis().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cache                              | cache:6379
          cache:7000                         | cache:7000
          10.0.0.1                           | 10.0.0.1:6379
          [::1]:7000                         | [::1]:7000
          redis://cache                      | cache:6379
          tcp://cache:6380                   | cache:6380
          redis://:secret@cache:7000/3       | cache:7000
          rediss://someone:secret@cache:7000 | cache:7000
          unix:///run/redis.sock             | /run/redis.sock
          redis+unix:///run/redis.sock?db=3&pass=secret | /run/redis.sock
          redis-sentinel://a,b:7000#main     | a:26379,b:7000#main
          """)
  void endpoint_inEachForm_isUnderstood(String url, String name) {
    RedisSettings settings = redis("LARDER_REDIS_ENDPOINT=" + url);
    assertThat(settings.topology().name()).isEqualTo(name);
    assertThat(settings.tls().isPresent()).isEqualTo(url.startsWith("rediss"));
    assertThat(settings.database()).isEqualTo(url.contains("/3") || url.contains("db=3") ? 3 : 0);
    assertThat(settings.password())
        .isEqualTo(url.contains("secret") ? new Secret.Text("secret") : new Secret.None());
    assertThat(settings.user()).isEqualTo(url.contains("someone") ? "someone" : "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://:hidden@cache",
        "redis://:hidden@cache:many",
        "redis://:hidden@cache:70000",
        "redis://:hidden@a,b",
        "redis-sentinel://:hidden@cache",
        "redis://:hidden%zz@cache",
        "unix://hidden",
      })
  void endpoint_thatIsNone_isNamedWithoutItsSecrets(String url) {
    Resolved resolved = resolve("SCCACHE_REDIS=" + url);
    assertThat(resolved.configuration().redis()).isEmpty();
    assertThat(resolved.problems())
        .singleElement()
        .asString()
        .contains("SCCACHE_REDIS is ignored: expected HOST")
        .doesNotContain("hidden");
  }

  @Test
  void sccachesNames_meanTheSame_andLardersWin() {
    RedisSettings settings =
        redis(
            "SCCACHE_REDIS_ENDPOINT=redis://theirs",
            "SCCACHE_REDIS_USERNAME=u",
            "SCCACHE_REDIS_PASSWORD=p",
            "SCCACHE_REDIS_DB=4",
            "SCCACHE_REDIS_TTL=100",
            "SCCACHE_REDIS_KEY_PREFIX=/x",
            "SCCACHE_REDIS_RW_MODE=read_only");
    assertThat(settings)
        .isEqualTo(
            RedisSettings.of(new Topology.Single(new Address.Tcp("theirs", 6379)))
                .withUser("u", new Secret.Text("p"))
                .withPlace(4, "/x", RedisSettings.MAX_ENTRY)
                .withLifetime(Duration.ofSeconds(100), false)
                .withReadOnly(true));
    assertThat(
            redis("SCCACHE_REDIS_ENDPOINT=theirs", "LARDER_REDIS_ENDPOINT=ours").topology().name())
        .isEqualTo("ours:6379");
    assertThat(
            redis("SCCACHE_REDIS_ENDPOINT=theirs", "LARDER_REDIS_CLUSTER_ENDPOINTS=a,b:1")
                .topology())
        .isEqualTo(
            new Topology.Cluster(List.of(new Address.Tcp("a", 6379), new Address.Tcp("b", 1))));
    assertThat(
            redis("SCCACHE_REDIS_CLUSTER_ENDPOINTS=a,b", "LARDER_REDIS_ENDPOINT=ours").topology())
        .isInstanceOf(Topology.Single.class);
    assertThat(redis("SCCACHE_REDIS=redis://x", "SCCACHE_REDIS_EXPIRATION=1h").lifetime())
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void tls_takesItsFiles() {
    assertThat(
            redis(
                    "LARDER_REDIS=rediss://x",
                    "LARDER_REDIS_CA=/ca",
                    "LARDER_REDIS_CERT=/c",
                    "LARDER_REDIS_KEY=/k")
                .tls())
        .contains(
            new Tls(
                Optional.of(Path.of("/ca")),
                Optional.of(Path.of("/c")),
                Optional.of(Path.of("/k")),
                false));
    assertThat(redis("LARDER_REDIS=rediss://x").tls()).contains(Tls.STANDARD);
    assertThat(redis("LARDER_REDIS=rediss://x#insecure").tls().orElseThrow().insecure()).isTrue();
    assertThat(
            redis("LARDER_REDIS=rediss://x", "LARDER_REDIS_INSECURE=1")
                .tls()
                .orElseThrow()
                .insecure())
        .isTrue();
    assertThat(resolve("LARDER_REDIS=rediss://x", "LARDER_REDIS_CERT=/c").problems()).hasSize(1);
  }

  @Test
  void passwordFileAndKeys_areNamedOnly() {
    RedisSettings settings =
        redis(
            "LARDER_REDIS=redis://:url@x",
            "LARDER_REDIS_PASSWORD_FILE=/secret",
            "LARDER_SIGNING_KEY=/private",
            "LARDER_TRUSTED_KEYS=/a:/b");
    assertThat(settings.password()).isEqualTo(new Secret.InFile(Path.of("/secret")));
    assertThat(settings.trust())
        .isEqualTo(
            new Trust(Optional.of(Path.of("/private")), List.of(Path.of("/a"), Path.of("/b"))));
  }

  @Test
  void chain_isInTheOrderNamed_andNeverEmpty() {
    assertThat(resolve("LARDER_REDIS=x").configuration().chain())
        .containsExactly(StoreLevel.DISK, StoreLevel.REDIS);
    assertThat(resolve("LARDER_REDIS=x", "SCCACHE_MULTILEVEL_CHAIN=redis").configuration().chain())
        .containsExactly(StoreLevel.REDIS);
    Configuration diskOnly =
        resolve("LARDER_REDIS=x", "LARDER_MULTILEVEL_CHAIN=disk").configuration();
    assertThat(diskOnly.chain()).containsExactly(StoreLevel.DISK);
    assertThat(diskOnly.redis()).isEmpty();
    Resolved unknown = resolve("LARDER_MULTILEVEL_CHAIN=s3,redis");
    assertThat(unknown.configuration().chain()).containsExactly(StoreLevel.DISK);
    assertThat(unknown.problems()).hasSize(2);
  }

  @Test
  void keepsNothing_onlyIfNoLevelIsWritten() {
    assertThat(resolve("LARDER_READ_ONLY=1").configuration().keepsNothing()).isTrue();
    assertThat(resolve("LARDER_READ_ONLY=1", "LARDER_REDIS=x").configuration().keepsNothing())
        .isFalse();
    assertThat(
            resolve("LARDER_READ_ONLY=1", "LARDER_REDIS=x", "LARDER_REDIS_RW_MODE=READ_ONLY")
                .configuration()
                .keepsNothing())
        .isTrue();
    assertThat(
            resolve(
                    "LARDER_MULTILEVEL_CHAIN=redis",
                    "LARDER_REDIS=x",
                    "LARDER_REDIS_RW_MODE=READ_ONLY")
                .configuration()
                .keepsNothing())
        .isTrue();
  }
}

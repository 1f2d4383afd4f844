package dev.larder.daemon.config;

import dev.larder.storage.redis.Address;
import dev.larder.storage.redis.Endpoint;
import dev.larder.storage.redis.RedisSettings;
import dev.larder.storage.redis.Secret;
import dev.larder.storage.redis.Tls;
import dev.larder.storage.redis.Topology;
import dev.larder.storage.redis.Trust;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the settings that are about a Redis come to, taken together. */
final class RedisResolution {
  private final Resolution settings;
  private final Consumer<Problem> problems;

  RedisResolution(Resolution settings, Consumer<Problem> problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /** The Redis to use, if one is named. */
  Optional<RedisSettings> redis() {
    List<Endpoint> single = settings.valueOrStandard(RedisOptions.ENDPOINT);
    List<Endpoint> cluster = settings.valueOrStandard(RedisOptions.CLUSTER);
    boolean clustered =
        !cluster.isEmpty()
            && (single.isEmpty()
                || (settings.isOwn(RedisOptions.CLUSTER)
                    && !settings.isOwn(RedisOptions.ENDPOINT)));
    List<Endpoint> named = clustered ? cluster : single;
    if (named.isEmpty()) {
      return Optional.empty();
    }
    Endpoint first = named.getFirst();
    List<Address> nodes = new ArrayList<>();
    named.forEach(endpoint -> nodes.addAll(endpoint.addresses()));
    Topology topology = clustered ? new Topology.Cluster(nodes) : first.topology();
    return Optional.of(
        new RedisSettings(
            topology,
            tls(first),
            user(first),
            password(first),
            settings.value(RedisOptions.DATABASE).orElse(first.database().orElse(0)),
            settings.valueOrStandard(RedisOptions.PREFIX),
            settings.valueOrStandard(RedisOptions.LIFETIME),
            settings.valueOrStandard(RedisOptions.RENEW),
            settings.valueOrStandard(RedisOptions.READ_ONLY),
            settings.valueOrStandard(RedisOptions.MAX_ENTRY).bytes(),
            trust(),
            settings.valueOrStandard(RedisOptions.PATIENCE)));
  }

  private Optional<Tls> tls(Endpoint endpoint) {
    Optional<Path> certificate = settings.value(RedisOptions.CERTIFICATE);
    Optional<Path> key = settings.value(RedisOptions.KEY);
    if (certificate.isPresent() != key.isPresent()) {
      problems.accept(
          new Problem(
              RedisOptions.CERTIFICATE.variable()
                  + " and "
                  + RedisOptions.KEY.variable()
                  + " have an effect only together"));
    }
    if (!endpoint.tls()) {
      return Optional.empty();
    }
    return Optional.of(
        new Tls(
            settings.value(RedisOptions.AUTHORITIES),
            certificate,
            key,
            endpoint.insecure() || settings.valueOrStandard(RedisOptions.INSECURE)));
  }

  private String user(Endpoint endpoint) {
    String user = settings.valueOrStandard(RedisOptions.USER);
    return user.isEmpty() ? endpoint.user() : user;
  }

  private Secret password(Endpoint endpoint) {
    Secret given = settings.valueOrStandard(RedisOptions.PASSWORD);
    if (!(given instanceof Secret.None)) {
      return given;
    }
    return settings
        .value(RedisOptions.PASSWORD_FILE)
        .<Secret>map(Secret.InFile::new)
        .orElse(endpoint.password());
  }

  private Trust trust() {
    List<Path> trusted = new ArrayList<>();
    for (String name : settings.valueOrStandard(RedisOptions.TRUSTED_KEYS)) {
      // One that is not absolute is no file, and so nothing is believed.
      trusted.add(Path.of(name));
    }
    return new Trust(settings.value(RedisOptions.SIGNING_KEY), trusted);
  }

  /** Where results are kept, nearest first; never nowhere. */
  List<StoreLevel> chain(boolean hasRedis) {
    LinkedHashSet<StoreLevel> chain = new LinkedHashSet<>();
    for (String name : settings.valueOrStandard(RedisOptions.CHAIN)) {
      switch (name) {
        case "disk" -> chain.add(StoreLevel.DISK);
        case "redis" -> {
          if (hasRedis) {
            chain.add(StoreLevel.REDIS);
          } else {
            problems.accept(
                new Problem("the chain of levels names redis, but no Redis is configured"));
          }
        }
        default ->
            problems.accept(
                new Problem(
                    "the level " + name + " has no effect: this version knows disk, redis"));
      }
    }
    if (!chain.isEmpty()) {
      return List.copyOf(chain);
    }
    return hasRedis ? List.of(StoreLevel.DISK, StoreLevel.REDIS) : List.of(StoreLevel.DISK);
  }
}

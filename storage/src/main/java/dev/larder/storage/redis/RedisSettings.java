package dev.larder.storage.redis;

import java.time.Duration;
import java.util.Optional;

/**
 * How a {@link RedisStore} finds and uses its server.
 *
 * @param tls if the connection is encrypted
 * @param user of Redis's access control lists; empty for the standard one
 * @param prefix before all keys, so that projects can share a server
 * @param lifetime after which Redis drops what was stored; zero for never
 * @param renew whether use lets the lifetime begin anew
 * @param readOnly whether nothing is ever written
 * @param maxEntry an entry that has more bytes is neither written nor read
 * @param trust whose entries are believed
 * @param patience how long a build may wait for the server in vain, in all
 */
public record RedisSettings(
    Topology topology,
    Optional<Tls> tls,
    String user,
    Secret password,
    int database,
    String prefix,
    Duration lifetime,
    boolean renew,
    boolean readOnly,
    long maxEntry,
    Trust trust,
    Duration patience) {
  /*
   * An entry is in memory while it travels, and the daemon's memory is small; more than this no
   * frame to the wrapper can hold either. Objects and libraries are far smaller, but a program with
   * debug information, which is what takes a build longest to make, has 30 to 50 MB.
   */
  /** The standard for {@code maxEntry}, which is never more. */
  public static final long MAX_ENTRY = 48 << 20;

  /** The standard for {@code prefix}. */
  public static final String PREFIX = "larder";

  public RedisSettings {
    maxEntry = Math.min(maxEntry, MAX_ENTRY);
    if (database < 0 || lifetime.isNegative() || maxEntry < 0 || patience.isNegative()) {
      throw new IllegalArgumentException("negative: " + database + ", " + lifetime);
    }
  }

  /** A server without any particulars. */
  public static RedisSettings of(Topology topology) {
    return new RedisSettings(
        topology,
        Optional.empty(),
        "",
        new Secret.None(),
        0,
        PREFIX,
        Duration.ZERO,
        false,
        false,
        MAX_ENTRY,
        Trust.NONE,
        Timing.PATIENCE);
  }

  /** The same, encrypted. */
  public RedisSettings withTls(Tls how) {
    return new RedisSettings(
        topology,
        Optional.of(how),
        user,
        password,
        database,
        prefix,
        lifetime,
        renew,
        readOnly,
        maxEntry,
        trust,
        patience);
  }

  /** The same for a user. */
  public RedisSettings withUser(String name, Secret secret) {
    return new RedisSettings(
        topology, tls, name, secret, database, prefix, lifetime, renew, readOnly, maxEntry, trust,
        patience);
  }

  /** The same with another database, prefix and largest entry. */
  public RedisSettings withPlace(int number, String before, long largest) {
    return new RedisSettings(
        topology, tls, user, password, number, before, lifetime, renew, readOnly, largest, trust,
        patience);
  }

  /** The same with another lifetime. */
  public RedisSettings withLifetime(Duration time, boolean renewed) {
    return new RedisSettings(
        topology, tls, user, password, database, prefix, time, renewed, readOnly, maxEntry, trust,
        patience);
  }

  /** The same, written or not. */
  public RedisSettings withReadOnly(boolean only) {
    return new RedisSettings(
        topology, tls, user, password, database, prefix, lifetime, renew, only, maxEntry, trust,
        patience);
  }

  /** The same with other signatures. */
  public RedisSettings withTrust(Trust other) {
    return new RedisSettings(
        topology, tls, user, password, database, prefix, lifetime, renew, readOnly, maxEntry, other,
        patience);
  }

  /** As sccache names such a place in its statistics. */
  public String location() {
    return "redis, name: " + topology.name() + ", prefix: " + prefix;
  }
}

package dev.larder.daemon.config;

import static dev.larder.daemon.config.Setting.ofRequest;

import dev.larder.storage.redis.Endpoint;
import dev.larder.storage.redis.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The table's part that is about the Redis of a team. */
final class RedisOptions {
  static final Setting<List<String>> CHAIN =
      ofRequest(
              "LARDER_MULTILEVEL_CHAIN",
              "multilevel_chain",
              Syntax.LEVELS,
              "",
              "Where results are kept, nearest first: `disk`, `redis`, or both. Else the disk, and behind it"
                  + " the Redis, if one is named.")
          .or("SCCACHE_MULTILEVEL_CHAIN");

  static final Setting<List<Endpoint>> ENDPOINT =
      ofRequest(
              "LARDER_REDIS_ENDPOINT",
              "redis_endpoint",
              Syntax.ENDPOINT,
              "",
              "A Redis that others share.")
          .or("LARDER_REDIS")
          .or("SCCACHE_REDIS_ENDPOINT")
          .or("SCCACHE_REDIS");

  static final Setting<List<Endpoint>> CLUSTER =
      ofRequest(
              "LARDER_REDIS_CLUSTER_ENDPOINTS",
              "redis_cluster_endpoints",
              Syntax.ENDPOINTS,
              "",
              "The same, if it is a Redis Cluster: some of its nodes.")
          .or("SCCACHE_REDIS_CLUSTER_ENDPOINTS");

  static final Setting<String> USER =
      ofRequest(
              "LARDER_REDIS_USERNAME",
              "redis_username",
              Syntax.TEXT,
              "",
              "The user by whom Larder is known to the Redis, where it has access control lists.")
          .or("SCCACHE_REDIS_USERNAME");

  static final Setting<Secret> PASSWORD =
      ofRequest(
              "LARDER_REDIS_PASSWORD",
              "redis_password",
              Syntax.SECRET,
              "",
              "The password for the Redis. It wins over one in the URL.")
          .or("SCCACHE_REDIS_PASSWORD");

  static final Setting<Path> PASSWORD_FILE =
      ofRequest(
          "LARDER_REDIS_PASSWORD_FILE",
          "redis_password_file",
          Syntax.PATH,
          "",
          "A file whose first line is the password for the Redis; read anew for each connection.");

  static final Setting<Integer> DATABASE =
      ofRequest(
              "LARDER_REDIS_DB",
              "redis_db",
              Syntax.COUNT,
              "0",
              "The number of the database. It wins over one in the URL.")
          .or("SCCACHE_REDIS_DB");

  static final Setting<String> PREFIX =
      ofRequest(
              "LARDER_REDIS_KEY_PREFIX",
              "redis_key_prefix",
              Syntax.KEY_PREFIX,
              "larder",
              "Stands before all keys, so that projects that share a Redis are told apart.")
          .or("SCCACHE_REDIS_KEY_PREFIX");

  static final Setting<Duration> LIFETIME =
      ofRequest(
              "LARDER_REDIS_TTL",
              "redis_ttl",
              Syntax.DURATION,
              "0",
              "What is stored in the Redis is forgotten after so long; 0 for never.")
          .or("LARDER_REDIS_EXPIRATION")
          .or("SCCACHE_REDIS_TTL")
          .or("SCCACHE_REDIS_EXPIRATION");

  static final Setting<Boolean> RENEW =
      ofRequest(
          "LARDER_REDIS_TTL_RENEW",
          "redis_ttl_renew",
          Syntax.BOOLEAN,
          "false",
          "Whether that time begins anew whenever something stored is used.");

  static final Setting<Boolean> READ_ONLY =
      ofRequest(
              "LARDER_REDIS_RW_MODE",
              "redis_rw_mode",
              Syntax.READ_ONLY_MODE,
              "READ_WRITE",
              "With READ_ONLY the Redis is never written to.")
          .or("SCCACHE_REDIS_RW_MODE");

  static final Setting<ByteCount> MAX_ENTRY =
      ofRequest(
          "LARDER_REDIS_MAX_ENTRY",
          "redis_max_entry",
          Syntax.SIZE,
          "48MiB",
          "A result with more bytes than this neither goes to the Redis nor comes from there, since it is"
              + " in memory on its way. At most 48MiB.");

  static final Setting<String> PROJECT =
      ofRequest(
          "LARDER_PROJECT",
          "project",
          Syntax.TEXT,
          "",
          "The name of what is built. Builds of one project ask for mostly the same results, so these are"
              + " fetched from the Redis ahead of need. Else it is found out: from where the git checkout comes"
              + " that is built in, or from its Cargo.lock.");

  static final Setting<ByteCount> PREFETCH =
      ofRequest(
          "LARDER_PREFETCH",
          "prefetch",
          Syntax.SIZE,
          "1GiB",
          "How much is fetched from the Redis ahead of need for one build, at most; 0 for nothing, and then it"
              + " is not noted either what a build asks for. It is a bound for large projects: of what no build"
              + " turns out to need, far less is fetched.");

  static final Setting<Duration> PATIENCE =
      ofRequest(
          "LARDER_REDIS_PATIENCE",
          "redis_patience",
          Syntax.DURATION,
          "400ms",
          "How long a build may wait in all for a Redis that is not there or has nothing for it, before"
              + " it is left alone for a while.");

  static final Setting<Path> AUTHORITIES =
      ofRequest(
          "LARDER_REDIS_CA",
          "redis_ca",
          Syntax.PATH,
          "the system's certificates",
          "The certificates (PEM) by one of which a `rediss://` server must be known.");

  static final Setting<Path> CERTIFICATE =
      ofRequest(
          "LARDER_REDIS_CERT",
          "redis_cert",
          Syntax.PATH,
          "",
          "The certificate (PEM) that Larder shows to a `rediss://` server.");

  static final Setting<Path> KEY =
      ofRequest(
          "LARDER_REDIS_KEY",
          "redis_key",
          Syntax.PATH,
          "",
          "The private key that belongs to it (PEM, PKCS #8).");

  static final Setting<Boolean> INSECURE =
      ofRequest(
          "LARDER_REDIS_INSECURE",
          "redis_insecure",
          Syntax.BOOLEAN,
          "false",
          "Believe any `rediss://` server, whatever certificate it shows. For trying things out only.");

  static final Setting<Path> SIGNING_KEY =
      ofRequest(
          "LARDER_SIGNING_KEY",
          "signing_key",
          Syntax.PATH,
          "",
          "A private key (Ed25519, PEM) by which what goes to the Redis is signed.");

  static final Setting<List<String>> TRUSTED_KEYS =
      ofRequest(
          "LARDER_TRUSTED_KEYS",
          "trusted_keys",
          Syntax.PATHS,
          "",
          "Public keys (Ed25519, PEM). If there are any, what comes from the Redis is only believed if it is"
              + " signed by one of them.");

  static final List<Setting<?>> ALL =
      List.of(
          CHAIN,
          ENDPOINT,
          CLUSTER,
          USER,
          PASSWORD,
          PASSWORD_FILE,
          DATABASE,
          PREFIX,
          LIFETIME,
          RENEW,
          READ_ONLY,
          MAX_ENTRY,
          PREFETCH,
          PROJECT,
          PATIENCE,
          AUTHORITIES,
          CERTIFICATE,
          KEY,
          INSECURE,
          SIGNING_KEY,
          TRUSTED_KEYS);

  private RedisOptions() {}
}

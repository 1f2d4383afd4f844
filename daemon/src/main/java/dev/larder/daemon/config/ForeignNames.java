package dev.larder.daemon.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Variables that bear Larder's or sccache's prefix but are no settings of Larder's.
 *
 * <p>sccache's own names fall in two sorts: those that mean nothing here and hurt nobody when
 * ignored (how its server starts and logs), and those without which a user gets less than was asked
 * for (another place for the cache, more in the key), which are named once.
 */
final class ForeignNames {
  /** What Larder's own programs tell each other; nothing a user sets. */
  private static final Set<String> INTERNAL =
      Set.of(
          "LARDER_AOT_OUTPUT",
          "LARDER_PROGRAMS",
          "LARDER_READY_FD",
          "LARDER_REGION",
          "LARDER_START_SERVER");

  private static final Set<String> HARMLESS =
      Set.of(
          "SCCACHE_ALLOW_CORE_DUMPS",
          "SCCACHE_CACHED_CONF",
          "SCCACHE_CACHE_MULTIARCH",
          "SCCACHE_CACHE_ZSTD_LEVEL",
          "SCCACHE_CLIENT_SIDE",
          "SCCACHE_CONF",
          "SCCACHE_DIRECT",
          "SCCACHE_DIST_CLIENT_CACHE_DIR",
          "SCCACHE_IGNORE_SERVER_IO_ERROR",
          "SCCACHE_LOG_MILLIS",
          "SCCACHE_MAX_FRAME_LENGTH",
          "SCCACHE_MULTILEVEL_WRITE_ERROR_POLICY",
          "SCCACHE_NO_DAEMON",
          "SCCACHE_PATH",
          "SCCACHE_SKIP_CACHE_CHECK",
          "SCCACHE_STARTUP_NOTIFY",
          "SCCACHE_START_SERVER",
          "SCCACHE_VERSION");

  private static final Set<String> MISSED = Set.of("SCCACHE_C_CUSTOM_CACHE_BUSTER");

  /** Variables of sccache's remote stores: a name or the beginning of one. */
  private static final List<String> REMOTE =
      List.of(
          "SCCACHE_AZURE_",
          "SCCACHE_BUCKET",
          "SCCACHE_COS_",
          "SCCACHE_ENDPOINT",
          "SCCACHE_GCS_",
          "SCCACHE_GHA_",
          "SCCACHE_MEMCACHED",
          "SCCACHE_OSS_",
          "SCCACHE_REGION",
          "SCCACHE_S3_",
          "SCCACHE_WEBDAV_");

  private ForeignNames() {}

  /** What to say about a variable that is no setting; nothing if it may pass in silence. */
  static Optional<Problem> judge(String variable) {
    if (INTERNAL.contains(variable) || HARMLESS.contains(variable)) {
      return Optional.empty();
    }
    if (REMOTE.stream().anyMatch(variable::startsWith)) {
      return Optional.of(
          new Problem(
              variable
                  + " has no effect: this version keeps results on the disk and in Redis only"));
    }
    if (MISSED.contains(variable)) {
      return Optional.of(new Problem(variable + " has no effect in Larder"));
    }
    return Optional.of(unknown(variable));
  }

  private static Problem unknown(String variable) {
    Set<String> names = new TreeSet<>();
    if (variable.startsWith("SCCACHE_")) {
      names.addAll(HARMLESS);
      names.addAll(MISSED);
    }
    for (Setting<?> setting : Settings.all()) {
      names.add(setting.variable());
      setting.others().forEach(other -> names.add(other.variable()));
    }
    String prefix = variable.substring(0, variable.indexOf('_') + 1);
    names.removeIf(name -> !name.startsWith(prefix));
    return new Problem(
        variable
            + " is no setting"
            + Spelling.nearest(variable, names)
                .map(name -> "; did you mean " + name + "?")
                .orElse(""));
  }
}

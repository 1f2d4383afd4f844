package dev.larder.daemon.config;

import static dev.larder.daemon.config.Setting.Reader.START;
import static dev.larder.daemon.config.Setting.ofRequest;
import static dev.larder.daemon.config.Setting.ofWrapper;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The table of all settings. */
public final class Settings {
  static final Setting<Path> DIRECTORY =
      ofRequest(
              "LARDER_DIR",
              "dir",
              Syntax.PATH,
              "$XDG_CACHE_HOME/larder, else ~/.cache/larder",
              "The cache directory: results, statistics, and the journal behind `larder explain`.")
          .or("SCCACHE_DIR");

  static final Setting<Path> FILE =
      ofRequest(
          "LARDER_CONF",
          "",
          Syntax.PATH,
          "$XDG_CONFIG_HOME/larder/config.toml, else ~/.config/larder/config.toml",
          "The configuration file. It need not exist.");

  static final Setting<ByteCount> CACHE_SIZE =
      ofRequest(
              "LARDER_CACHE_SIZE",
              "cache_size",
              Syntax.SIZE,
              "10GiB",
              "How large the cache directory may grow; what was used least recently goes first.")
          .or("SCCACHE_CACHE_SIZE");

  static final Setting<ByteCount> MEMORY_SIZE =
      ofRequest(
              "LARDER_MEMORY_SIZE",
              "memory_size",
              Syntax.SIZE,
              "32MiB",
              "How much memory the daemon may spend on results that it keeps at hand; 0 for none.")
          .readBy(START);

  static final Setting<Boolean> READ_ONLY =
      ofRequest(
              "LARDER_READ_ONLY",
              "read_only",
              Syntax.BOOLEAN,
              "false",
              "Serve what is kept on this machine, but keep nothing new there. For a Redis see"
                  + " `LARDER_REDIS_RW_MODE`.")
          .or("LARDER_LOCAL_RW_MODE", Syntax.READ_ONLY_MODE)
          .or("SCCACHE_LOCAL_RW_MODE", Syntax.READ_ONLY_MODE);

  static final Setting<Boolean> RECACHE =
      ofRequest(
              "LARDER_RECACHE",
              "recache",
              Syntax.BOOLEAN,
              "false",
              "Look nothing up: compile, and replace what is kept.")
          .or("SCCACHE_RECACHE", Syntax.PRESENCE);

  static final Setting<Boolean> NO_CACHE =
      ofRequest(
              "LARDER_NO_CACHE",
              "no_cache",
              Syntax.BOOLEAN,
              "false",
              "Look nothing up and keep nothing: just compile.")
          .or("SCCACHE_NO_CACHE", Syntax.PRESENCE);

  static final Setting<Integer> VERIFY =
      ofRequest(
          "LARDER_VERIFY",
          "verify",
          Syntax.COUNT,
          "0",
          "Of so many hits one is also compiled and compared; 1 verifies all, 0 none."
              + " A difference counts as a wrong hit, and the compiler's own result is used.");

  static final Setting<Boolean> OBSERVE =
      ofRequest(
          "LARDER_OBSERVE",
          "observe",
          Syntax.BOOLEAN,
          "true",
          "Watch what a compile reads. Without it nothing new is kept; hits are still served.");

  static final Setting<List<String>> EXTRA_FILES =
      ofRequest(
              "LARDER_EXTRA_FILES",
              "extra_files",
              Syntax.PATHS,
              "",
              "Files, and directories with all that is in them, that count as inputs of every compile"
                  + " besides what it is seen to read. Relative ones are looked for in the compile's"
                  + " working directory; one that does not exist counts as absent.")
          .or("SCCACHE_EXTRAFILES");

  static final Setting<List<String>> BASE_DIRECTORIES =
      ofRequest(
              "LARDER_BASEDIRS",
              "basedirs",
              Syntax.DIRECTORIES,
              "",
              "Directories, such as checkouts, whose names make no difference to gcc and clang where"
                  + " they reach no output: a result from below one of them serves below another one"
                  + " of somebody else's. See docs/TEAM.md.")
          .or("SCCACHE_BASEDIRS");

  static final Setting<List<String>> EXTRA_VARIABLES =
      ofRequest(
          "LARDER_EXTRA_VARIABLES",
          "extra_variables",
          Syntax.NAMES,
          "",
          "Environment variables that count as inputs of every compile besides those that it is"
              + " seen to ask for. Only digests of their values are kept.");

  static final Setting<Boolean> BUILD_SCRIPTS =
      ofRequest(
          "LARDER_BUILD_SCRIPTS",
          "build_scripts",
          Syntax.BOOLEAN,
          "true",
          "Keep what the runs of cargo's build scripts make, and do the same without running them"
              + " while nothing that they looked at has changed. Without it they always run.");

  static final Setting<Duration> IDLE_TIMEOUT =
      ofRequest(
              "LARDER_IDLE_TIMEOUT",
              "idle_timeout",
              Syntax.DURATION,
              "600",
              "The daemon stops after so long without a request; 0 for never."
                  + " The latest request's value holds.")
          .or("SCCACHE_IDLE_TIMEOUT");

  static final Setting<Level> LOG =
      ofRequest(
              "LARDER_LOG",
              "log",
              Syntax.LEVEL,
              "warn",
              "How much the daemon logs. The latest request's value holds.")
          .or("SCCACHE_LOG", Syntax.LEVEL_FILTER);

  static final Setting<Path> ERROR_LOG =
      ofRequest(
              "LARDER_ERROR_LOG",
              "error_log",
              Syntax.PATH,
              "larder.log in the cache directory",
              "The daemon's log file. At 4 MiB it is renamed to end in .old, and a new one begun.")
          .or("SCCACHE_ERROR_LOG")
          .readBy(START);

  static final Setting<Boolean> DISABLE =
      ofWrapper(
          "LARDER_DISABLE",
          Syntax.BOOLEAN,
          "false",
          "Step aside: the wrapper becomes the compiler at once and asks no daemon.");

  static final Setting<Duration> SILENCE_TIMEOUT =
      ofWrapper(
          "LARDER_SILENCE_TIMEOUT",
          Syntax.MILLISECONDS,
          "5000",
          "A daemon that is silent for so many milliseconds is left alone: the wrapper compiles.");

  static final Setting<Duration> STARTUP_TIMEOUT =
      ofWrapper(
          "LARDER_STARTUP_TIMEOUT",
          Syntax.MILLISECONDS,
          "2000",
          "How many milliseconds the wrapper waits for a daemon that it starts; --start-server: 10000.");

  static final Setting<Path> RUNTIME_DIRECTORY =
      ofWrapper(
          "LARDER_RUNTIME_DIR",
          Syntax.PATH,
          "$XDG_RUNTIME_DIR/larder, else /tmp/larder-<uid>",
          "Where the daemon's socket lies: a directory of yours with mode 0700.");

  static final Setting<String> SERVER_SOCKET =
      ofWrapper(
              "LARDER_SERVER_UDS",
              Syntax.TEXT,
              "",
              "Tells daemons apart: calls with different values get different daemons.")
          .or("SCCACHE_SERVER_UDS");

  static final Setting<String> SERVER_PORT =
      ofWrapper(
              "LARDER_SERVER_PORT",
              Syntax.TEXT,
              "",
              "Likewise, for scripts that know sccache's ports; no port is opened.")
          .or("SCCACHE_SERVER_PORT");

  private static final List<Setting<?>> ALL =
      Stream.of(
              List.of(DIRECTORY, CACHE_SIZE, MEMORY_SIZE, READ_ONLY),
              RedisOptions.ALL,
              List.<Setting<?>>of(
                  RECACHE,
                  NO_CACHE,
                  VERIFY,
                  OBSERVE,
                  BASE_DIRECTORIES,
                  EXTRA_FILES,
                  EXTRA_VARIABLES,
                  BUILD_SCRIPTS,
                  IDLE_TIMEOUT,
                  LOG,
                  ERROR_LOG,
                  FILE,
                  DISABLE,
                  SILENCE_TIMEOUT,
                  STARTUP_TIMEOUT,
                  RUNTIME_DIRECTORY,
                  SERVER_SOCKET,
                  SERVER_PORT))
          .<Setting<?>>flatMap(List::stream)
          .toList();

  private Settings() {}

  /** All settings, in the order in which documentation shows them. */
  public static List<Setting<?>> all() {
    return ALL;
  }
}

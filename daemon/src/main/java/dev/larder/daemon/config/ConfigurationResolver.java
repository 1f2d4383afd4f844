package dev.larder.daemon.config;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells what a caller's variables and files come to. Safe for use by many threads.
 *
 * <p>What was resolved once is kept under the variables that matter, together with the stamps of
 * the files that were looked for, so that a hit pays for a walk over its environment and for a stat
 * of one file. A changed variable or file takes effect with the next request.
 */
public final class ConfigurationResolver {
  /** Environments differ by project and by user's whim; more than this is someone's loop. */
  private static final int LIMIT = 128;

  private final ConcurrentHashMap<Map<String, String>, Known> memo = new ConcurrentHashMap<>();
  private final Path home;
  private final InstantSource clock;

  private record Known(List<FileStamp> stamps, Resolved resolved) {
    boolean holds() {
      return stamps.stream().allMatch(FileStamp::holds);
    }
  }

  /**
   * @param home the home directory of the daemon's user, for callers without {@code HOME}
   * @param clock the clock that the file systems' times are compared with
   */
  public ConfigurationResolver(Path home, InstantSource clock) {
    this.home = home;
    this.clock = clock;
  }

  /** The configuration for a caller with this environment. */
  public Resolved resolve(Map<String, String> environment) {
    Map<String, String> relevant = relevant(environment);
    Known known = memo.get(relevant);
    if (known != null && known.holds()) {
      return known.resolved();
    }
    Resolution resolution = new Resolution(relevant, home);
    Resolved resolved = resolution.resolve();
    if (resolution.stamps().stream().noneMatch(stamp -> stamp.young(clock.instant()))) {
      if (memo.size() >= LIMIT) {
        memo.clear();
      }
      memo.put(Map.copyOf(relevant), new Known(List.copyOf(resolution.stamps()), resolved));
    } else {
      memo.remove(relevant);
    }
    return resolved;
  }

  /**
   * The files that were looked for to resolve this, be they there or not; empty if it may be
   * resolved otherwise by now.
   */
  public Optional<List<Path>> restsOn(Map<String, String> environment, Resolved resolved) {
    Known known = memo.get(relevant(environment));
    return known != null && known.resolved().equals(resolved) && known.holds()
        ? Optional.of(known.stamps().stream().map(FileStamp::path).toList())
        : Optional.empty();
  }

  private static Map<String, String> relevant(Map<String, String> environment) {
    Map<String, String> relevant = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          if (matters(name)) {
            relevant.put(name, value);
          }
        });
    return relevant;
  }

  private static boolean matters(String name) {
    return name.startsWith("LARDER_")
        || name.startsWith("SCCACHE_")
        || name.equals("HOME")
        || name.equals("XDG_CACHE_HOME")
        || name.equals("XDG_CONFIG_HOME");
  }
}

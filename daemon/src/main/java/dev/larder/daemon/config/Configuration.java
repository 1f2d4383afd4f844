package dev.larder.daemon.config;

import dev.larder.storage.redis.RedisSettings;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What holds for one request.
 *
 * @param directory the cache directory, absolute; it need not exist yet
 * @param chain where results are kept, nearest first; never empty
 * @param redis the Redis of the chain, if it has one
 * @param cacheSize the limit of the cache directory
 * @param memorySize the limit of the memory tier; zero for none
 * @param readOnly whether nothing new is kept on the disk
 * @param recache whether lookups are skipped, and results replaced
 * @param noCache whether neither lookups nor stores happen
 * @param verify one hit in so many is compiled as well and compared; 0 for none
 * @param observe whether compiles on a miss are observed, without which nothing is kept
 * @param baseDirectories directories whose names make no difference, absolute
 * @param extraFiles files that count for every compile, relative to its working directory
 * @param extraVariables variables that count for every compile
 * @param buildScripts whether the runs of cargo's build scripts are kept and served
 * @param project the name of what is built; empty if it is to be found out
 * @param prefetch how much is fetched from a far store ahead of need; zero for nothing
 * @param idleTimeout how long the daemon waits for a request before it stops; zero for ever
 * @param logLevel the least severe level that is logged
 * @param logFile the daemon's log
 */
public record Configuration(
    Path directory,
    List<StoreLevel> chain,
    Optional<RedisSettings> redis,
    ByteCount cacheSize,
    ByteCount memorySize,
    boolean readOnly,
    boolean recache,
    boolean noCache,
    int verify,
    boolean observe,
    List<String> baseDirectories,
    List<String> extraFiles,
    List<String> extraVariables,
    boolean buildScripts,
    String project,
    ByteCount prefetch,
    Duration idleTimeout,
    Level logLevel,
    Path logFile) {
  public Configuration {
    chain = List.copyOf(chain);
    baseDirectories = List.copyOf(baseDirectories);
    extraFiles = List.copyOf(extraFiles);
    extraVariables = List.copyOf(extraVariables);
    if (!directory.isAbsolute() || !logFile.isAbsolute()) {
      throw new IllegalArgumentException("relative path: " + directory + ", " + logFile);
    }
    if (chain.isEmpty() || chain.contains(StoreLevel.REDIS) != redis.isPresent()) {
      throw new IllegalArgumentException("impossible chain: " + chain);
    }
    if (verify < 0 || idleTimeout.isNegative()) {
      throw new IllegalArgumentException("negative: " + verify + ", " + idleTimeout);
    }
  }

  /** Whether results can be kept nowhere. */
  public boolean keepsNothing() {
    boolean onDisk = chain.contains(StoreLevel.DISK) && !readOnly;
    return !onDisk && redis.map(RedisSettings::readOnly).orElse(true);
  }
}

package dev.larder.daemon.command;

import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.config.Problem;
import dev.larder.daemon.config.StoreLevel;
import dev.larder.daemon.explain.Journal;
import dev.larder.daemon.explain.JournalEntry;
import dev.larder.daemon.stats.Counts;
import dev.larder.daemon.stats.Statistics;
import dev.larder.storage.Description;
import dev.larder.storage.redis.RedisSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Commands without a daemon: they see what the last one left in the cache directory. */
public final class ForegroundServices implements Services {
  @Override
  public Counts counts(Configuration configuration) throws IOException {
    return Statistics.saved(configuration.directory());
  }

  @Override
  public void zeroStatistics(Configuration configuration) throws IOException {
    Statistics.zero(configuration.directory());
  }

  /** Sizes are not known: to find them out would mean to walk through the whole cache. */
  @Override
  public Description store(Configuration configuration) {
    List<Description.Level> levels = new ArrayList<>();
    for (StoreLevel level : configuration.chain()) {
      levels.add(new Description.Level(level.label(), describe(level, configuration)));
    }
    return Description.of(levels);
  }

  private static Description describe(StoreLevel level, Configuration configuration) {
    return switch (level) {
      case DISK ->
          new Description(
              "Local disk: \"" + configuration.directory() + "\"",
              OptionalLong.empty(),
              OptionalLong.of(configuration.cacheSize().bytes()));
      case REDIS ->
          new Description(
              configuration.redis().map(RedisSettings::location).orElse(""),
              OptionalLong.empty(),
              OptionalLong.empty());
    };
  }

  @Override
  public List<JournalEntry> journal(Configuration configuration) throws IOException {
    return new Journal(configuration.directory(), Runnable::run).entries();
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }

  @Override
  public Optional<RunningDaemon> daemon() {
    return Optional.empty();
  }
}

package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.stats.Event;
import java.nio.file.Path;

/** One cacheable compile and all that it goes with. */
record Job(
    Invocation invocation, Action action, Configuration configuration, Cache cache, Caller caller) {

  void count(Event event) {
    cache.statistics().count(event);
  }

  Path cwd() {
    return Path.of(invocation.cwd());
  }

  /** What recurs when this is compiled again. */
  Durations.Unit unit() {
    return new Durations.Unit(invocation.cwd(), action.sources());
  }
}

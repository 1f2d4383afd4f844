package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.stats.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One cacheable compile and all that it goes with. */
record Job(
    Invocation invocation, Action action, Configuration configuration, Cache cache, Caller caller) {

  void count(Event event) {
    cache.statistics().count(event);
  }

  Path cwd() {
    return Path.of(invocation.cwd());
  }

  /** What tells this compile from others before anything of it is read. */
  List<Action.Part> parts() {
    return Stream.concat(action.parts().stream(), ExtraInputs.parts(configuration).stream())
        .toList();
  }

  /** What recurs when this is compiled again. */
  Durations.Unit unit() {
    return new Durations.Unit(invocation.cwd(), action.sources());
  }
}

package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.prefetch.Build;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.Text;
import dev.larder.daemon.stats.Event;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One cacheable compile and all that it goes with.
 *
 * @param program the compiler's real path, all links followed
 */
record Job(
    Instant began,
    Origin origin,
    Invocation invocation,
    String program,
    Action action,
    Configuration configuration,
    Cache cache,
    Caller caller,
    Build build,
    Optional<OuterRun.Inner> outer) {

  /** Notes what this compile depends on for the run that it is a part of. */
  void depends(InputSet inputs) {
    outer.ifPresent(inner -> inner.add(this, inputs));
  }

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

  /** The outputs are taken, and these of them are build scripts. */
  Answer.Done done() {
    return new Answer.Done(
        configuration.buildScripts()
            ? action.outputs().stream()
                .filter(output -> output.manner() == Action.Manner.LAUNCHED)
                .map(output -> Text.of(output.path()))
                .toList()
            : List.of());
  }

  /** What recurs when this is compiled again. */
  Durations.Unit unit() {
    return new Durations.Unit(invocation.cwd(), action.sources());
  }
}

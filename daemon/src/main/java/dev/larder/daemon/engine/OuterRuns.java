package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.inputs.observation.Region;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs under way within which others may ask for compiles: they have the run's region in their
 * environment.
 */
final class OuterRuns {
  private static final String REGION = "LARDER_REGION";
  private static final String PRELOAD = "LD_PRELOAD";

  private final Map<String, OuterRun> underWay = new ConcurrentHashMap<>();

  /** A run begins, to be closed at its end. */
  UnderWay begin(Region region) {
    String name = region.variable();
    OuterRun run = new OuterRun();
    underWay.put(name, run);
    return new UnderWay(name, run);
  }

  /** A run that is under way. */
  final class UnderWay implements AutoCloseable {
    private final String name;
    private final OuterRun run;

    private UnderWay(String name, OuterRun run) {
      this.name = name;
      this.run = run;
    }

    OuterRun run() {
      return run;
    }

    @Override
    public void close() {
      underWay.remove(name);
    }
  }

  /** Whether a call comes from within a run. */
  static boolean isInner(Invocation invocation) {
    return invocation.variable(REGION).isPresent();
  }

  /** The run that a call comes from within, if compiles within it are kept apart. */
  Optional<OuterRun> around(Invocation invocation) {
    return invocation.variable(REGION).map(underWay::get);
  }

  /** The call as the run made it, without what the run's observer added. */
  static Invocation withoutObserver(Invocation invocation, String library) {
    Map<String, String> environment = new HashMap<>(invocation.environment());
    environment.remove(REGION);
    String preload = environment.getOrDefault(PRELOAD, "");
    if (preload.equals(library)) {
      environment.remove(PRELOAD);
    } else if (preload.endsWith(":" + library)) {
      environment.put(PRELOAD, preload.substring(0, preload.length() - library.length() - 1));
    }
    return invocation.in(environment);
  }
}

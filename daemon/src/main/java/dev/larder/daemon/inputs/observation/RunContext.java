package dev.larder.daemon.inputs.observation;

import java.util.Map;
import java.util.Set;

/**
 * What is known of a run besides what was observed.
 *
 * @param cwd the request's working directory, absolute
 * @param environment the request's variables
 * @param start when the run began, by {@code CLOCK_REALTIME_COARSE}, in nanoseconds
 * @param outputs what the run is to write, as the arguments spell it
 * @param temporaryDirectory where the run makes its temporary files
 * @param observer the library that observed it, absolute
 */
public record RunContext(
    String cwd,
    Map<String, String> environment,
    long start,
    Set<String> outputs,
    String temporaryDirectory,
    String observer) {
  public RunContext {
    environment = Map.copyOf(environment);
    outputs = Set.copyOf(outputs);
  }
}

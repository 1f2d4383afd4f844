package dev.larder.daemon.inputs.observation;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What belongs to a run though its own region does not have it: compiles within it that were
 * served, or were observed in regions of their own.
 *
 * @param products what those wrote; known before anything else of the run is
 * @param inputs what they depended on
 * @param callers the processes that asked for them, and have their answer
 * @param isWrapper whether a program is the one that asks: it can not be observed, and need not be
 */
public record Nested(
    List<Event> products, List<Event> inputs, Set<Integer> callers, Predicate<String> isWrapper) {
  /** Nothing. */
  public static final Nested NONE = new Nested(List.of(), List.of(), Set.of(), program -> false);

  public Nested {
    products = List.copyOf(products);
    inputs = List.copyOf(inputs);
    callers = Set.copyOf(callers);
  }
}

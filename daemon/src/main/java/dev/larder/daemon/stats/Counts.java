package dev.larder.daemon.stats;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * All numbers at one moment. Zeros are left out of both maps.
 *
 * @param counters the plain numbers
 * @param tallies the others, by language, detail or reason
 */
public record Counts(Map<Counter, Long> counters, Map<Tally, SortedMap<String, Long>> tallies) {
  /** Nothing happened yet. */
  public static final Counts NONE = new Counts(Map.of(), Map.of());

  public Counts {
    EnumMap<Counter, Long> numbers = new EnumMap<>(Counter.class);
    counters.forEach(
        (counter, number) -> {
          if (number != 0) {
            numbers.put(counter, number);
          }
        });
    EnumMap<Tally, SortedMap<String, Long>> rows = new EnumMap<>(Tally.class);
    tallies.forEach(
        (tally, byName) -> {
          SortedMap<String, Long> nonZero = new TreeMap<>(byName);
          nonZero.values().removeIf(number -> number == 0);
          if (!nonZero.isEmpty()) {
            rows.put(tally, Collections.unmodifiableSortedMap(nonZero));
          }
        });
    counters = Collections.unmodifiableMap(numbers);
    tallies = Collections.unmodifiableMap(rows);
  }

  /** A plain number. */
  public long get(Counter counter) {
    return counters.getOrDefault(counter, 0L);
  }

  /** The rows of a tally, by name. */
  public SortedMap<String, Long> get(Tally tally) {
    return tallies.getOrDefault(tally, Collections.emptySortedMap());
  }

  /** The sum over a tally's rows. */
  public long total(Tally tally) {
    return get(tally).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Both together. */
  public Counts plus(Counts other) {
    return combined(other, Long::sum);
  }

  /** What came after an earlier moment. */
  public Counts minus(Counts earlier) {
    return combined(earlier, (now, then) -> now - then);
  }

  private Counts combined(Counts other, LongBinaryOperator operator) {
    EnumMap<Counter, Long> numbers = new EnumMap<>(Counter.class);
    for (Counter counter : Counter.values()) {
      numbers.put(counter, operator.applyAsLong(get(counter), other.get(counter)));
    }
    EnumMap<Tally, SortedMap<String, Long>> rows = new EnumMap<>(Tally.class);
    for (Tally tally : Tally.values()) {
      SortedMap<String, Long> row = new TreeMap<>();
      get(tally).forEach((name, number) -> row.put(name, operator.applyAsLong(number, 0)));
      other
          .get(tally)
          .forEach(
              (name, number) ->
                  row.put(name, operator.applyAsLong(get(tally).getOrDefault(name, 0L), number)));
      rows.put(tally, row);
    }
    return new Counts(numbers, rows);
  }
}

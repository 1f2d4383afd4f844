package dev.larder.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * How statistics show a store.
 *
 * @param location e.g. {@code Local disk: "/home/me/.cache/larder"}
 * @param size bytes kept, if known
 * @param limit bytes that may be kept, if bounded
 * @param condition how it is now, where that is worth a word; else empty
 * @param levels the stores that it consists of, near to far, where there are several
 */
public record Description(
    String location, OptionalLong size, OptionalLong limit, String condition, List<Level> levels) {
  public Description {
    levels = List.copyOf(levels);
  }

  /** One store, of which there is no more to say. */
  public Description(String location, OptionalLong size, OptionalLong limit) {
    this(location, size, limit, "", List.of());
  }

  /**
   * One of several stores.
   *
   * @param name of its tier
   */
  public record Level(String name, Description description) {}

  /** Several stores as one; a single one is itself. */
  public static Description of(List<Level> levels) {
    if (levels.size() == 1) {
      Description only = levels.getFirst().description();
      return new Description(only.location(), only.size(), only.limit(), only.condition(), levels);
    }
    return new Description(
        "Multi-level (" + levels.size() + " levels)",
        sum(levels, Description::size),
        sum(levels, Description::limit),
        "",
        levels);
  }

  private static OptionalLong sum(List<Level> levels, Function<Description, OptionalLong> number) {
    List<Long> known = new ArrayList<>();
    for (Level level : levels) {
      number.apply(level.description()).ifPresent(known::add);
    }
    return known.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(known.stream().mapToLong(Long::longValue).sum());
  }
}

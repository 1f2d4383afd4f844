package dev.larder.daemon.prefetch;

import dev.larder.storage.CacheKey;
import dev.larder.storage.KeyHasher;
import dev.larder.storage.Lookup;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Source;
import dev.larder.storage.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The courses that are kept for a project in the far store: some few, so that builds of another
 * kind or branch do not displace one another.
 */
final class Courses {
  /** Courses of a project. */
  static final int MOST = 4;

  /* A build that asked for a smaller part than this of what another did is a part of one. */
  private static final int PART = 4;

  private static final List<CacheKey> NAMES =
      IntStream.range(0, MOST)
          .mapToObj(number -> new KeyHasher("larder course 1").number(number).toKey())
          .toList();

  private final Project project;
  private final Source source;
  private final Store target;

  Courses(Project project, Source source, Store target) {
    this.project = project;
    this.source = source;
    this.target = target;
  }

  /** One that is kept, and the name of its record. */
  record Kept(CacheKey name, Course course) {}

  /** Those that are kept, newest first; empty if that can not be told. */
  Optional<List<Kept>> read() {
    return switch (source.list(project.lists())) {
      case Lookup.Hit<Iterable<SetRecord>> hit -> {
        List<Kept> kept = new ArrayList<>();
        for (SetRecord record : hit.value()) {
          if (NAMES.contains(record.name())) {
            Course.decode(record.content())
                .ifPresent(course -> kept.add(new Kept(record.name(), course)));
          }
        }
        yield Optional.of(kept);
      }
      case Lookup.Miss<Iterable<SetRecord>> nothing -> Optional.of(List.of());
      case Lookup.Corrupted<Iterable<SetRecord>> damaged -> Optional.of(List.of());
      case Lookup.Unavailable<Iterable<SetRecord>> away -> Optional.empty();
    };
  }

  /**
   * Keeps a course, if it is worth it.
   *
   * @return false if the store can not be reached now
   */
  boolean keep(Course course) {
    Optional<List<Kept>> kept = read();
    kept.flatMap(known -> place(course, known))
        .ifPresent(name -> target.add(project.lists(), name, course.encode()));
    return kept.isPresent();
  }

  /**
   * The name to keep a course under: that of the one which it is a newer version of, else a free
   * one, else that of the oldest. Empty if there is nothing to keep.
   *
   * @param kept newest first
   */
  static Optional<CacheKey> place(Course course, List<Kept> kept) {
    int largest = kept.stream().mapToInt(each -> each.course().length()).max().orElse(0);
    if (course.length() == 0 || course.length() * PART < largest) {
      return Optional.empty();
    }
    Optional<Kept> like = Optional.empty();
    int most = 0;
    for (Kept each : kept) {
      int common = each.course().inCommon(course);
      if (common > most) {
        most = common;
        like = Optional.of(each);
      }
    }
    if (like.isPresent()) {
      int theirs = like.get().course().length();
      if (most == course.length() && most == theirs) {
        return Optional.empty();
      }
      if (2 * most >= Math.min(course.length(), theirs)) {
        return like.filter(each -> 2 * course.length() >= theirs).map(Kept::name);
      }
    }
    List<CacheKey> used = kept.stream().map(Kept::name).toList();
    return NAMES.stream()
        .filter(name -> !used.contains(name))
        .findFirst()
        .or(() -> Optional.of(used.getLast()));
  }
}

package dev.larder.projects.rust;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The outputs after each of a sequence of builds in one target directory.
 *
 * @param built of the source as it was fetched
 * @param leafEdited after an edit to the package itself
 * @param rootEdited after one more, to the library that much depends on
 */
record CrateBuilds(
    SortedMap<String, String> built,
    SortedMap<String, String> leafEdited,
    SortedMap<String, String> rootEdited) {

  /** The outputs that are the same in another sequence. */
  CrateBuilds common(CrateBuilds other) {
    return new CrateBuilds(
        common(built, other.built),
        common(leafEdited, other.leafEdited),
        common(rootEdited, other.rootEdited));
  }

  /** The outputs by the names that another sequence has. */
  CrateBuilds named(CrateBuilds other) {
    return new CrateBuilds(
        named(built, other.built),
        named(leafEdited, other.leafEdited),
        named(rootEdited, other.rootEdited));
  }

  private static SortedMap<String, String> common(
      SortedMap<String, String> one, SortedMap<String, String> other) {
    var both = new TreeMap<>(one);
    both.entrySet().retainAll(other.entrySet());
    return both;
  }

  private static SortedMap<String, String> named(
      SortedMap<String, String> all, SortedMap<String, String> names) {
    var some = new TreeMap<>(all);
    some.keySet().retainAll(names.keySet());
    return some;
  }
}

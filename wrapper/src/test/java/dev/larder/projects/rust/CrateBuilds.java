package dev.larder.projects.rust;

import java.util.ArrayList;
import java.util.List;
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

  /** Which of the outputs that are expected are other ones here: nothing, if all is well. */
  List<String> difference(CrateBuilds expected) {
    var all = new ArrayList<String>();
    all.addAll(difference("built", built, expected.built));
    all.addAll(difference("leaf edited", leafEdited, expected.leafEdited));
    all.addAll(difference("root edited", rootEdited, expected.rootEdited));
    return all;
  }

  /** What two have in common. */
  static SortedMap<String, String> common(
      SortedMap<String, String> one, SortedMap<String, String> other) {
    var both = new TreeMap<>(one);
    both.entrySet().retainAll(other.entrySet());
    return both;
  }

  private static List<String> difference(
      String when, SortedMap<String, String> here, SortedMap<String, String> expected) {
    return expected.entrySet().stream()
        .filter(output -> !output.getValue().equals(here.get(output.getKey())))
        .map(output -> when + ": " + output.getKey())
        .toList();
  }
}

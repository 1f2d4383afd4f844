package dev.larder.daemon.explain;

import java.util.ArrayList;
import java.util.List;

/** Compares two lists of arguments. */
final class Sequences {
  /** Lists whose differing middles are longer than this are taken to differ as a whole. */
  private static final int LONGEST = 1000;

  private Sequences() {}

  /** A place where something stands in one list only. Both lists may be non-empty. */
  record Hunk(List<String> removed, List<String> added) {}

  /** The places where two lists differ, by a longest common subsequence. */
  static List<Hunk> differences(List<String> before, List<String> after) {
    int start = 0;
    int shorter = Math.min(before.size(), after.size());
    while (start < shorter && before.get(start).equals(after.get(start))) {
      start++;
    }
    int tail = 0;
    while (tail < shorter - start
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    List<String> left = before.subList(start, before.size() - tail);
    List<String> right = after.subList(start, after.size() - tail);
    if (left.isEmpty() && right.isEmpty()) {
      return List.of();
    }
    if (left.size() > LONGEST || right.size() > LONGEST) {
      return List.of(new Hunk(List.copyOf(left), List.copyOf(right)));
    }
    return hunks(left, right, commonLengths(left, right));
  }

  /** For each pair of positions the length of the longest common subsequence from there on. */
  private static int[][] commonLengths(List<String> left, List<String> right) {
    int[][] lengths = new int[left.size() + 1][right.size() + 1];
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        lengths[i][j] =
            left.get(i).equals(right.get(j))
                ? lengths[i + 1][j + 1] + 1
                : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      }
    }
    return lengths;
  }

  private static List<Hunk> hunks(List<String> left, List<String> right, int[][] lengths) {
    List<Hunk> hunks = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < left.size() || j < right.size()) {
      List<String> removed = new ArrayList<>();
      List<String> added = new ArrayList<>();
      while ((i < left.size() || j < right.size()) && !same(left, i, right, j)) {
        if (j == right.size() || (i < left.size() && lengths[i + 1][j] >= lengths[i][j + 1])) {
          removed.add(left.get(i++));
        } else {
          added.add(right.get(j++));
        }
      }
      if (!removed.isEmpty() || !added.isEmpty()) {
        hunks.add(new Hunk(removed, added));
      }
      while (same(left, i, right, j)) {
        i++;
        j++;
      }
    }
    return hunks;
  }

  private static boolean same(List<String> left, int i, List<String> right, int j) {
    return i < left.size() && j < right.size() && left.get(i).equals(right.get(j));
  }
}

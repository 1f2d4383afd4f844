package dev.larder.daemon.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What differs between the parts of two compiles, in words. */
final class Difference {
  private Difference() {}

  /** How many parts stand in one list only. */
  static int count(List<Part> before, List<Part> after) {
    Map<Part, Integer> balance = new HashMap<>();
    before.forEach(part -> balance.merge(part, 1, Integer::sum));
    after.forEach(part -> balance.merge(part, -1, Integer::sum));
    return balance.values().stream().mapToInt(Math::abs).sum();
  }

  /** One phrase for each difference; none if the lists are equal. */
  static List<String> words(List<Part> before, List<Part> after) {
    List<String> phrases = new ArrayList<>(arguments(arguments(before), arguments(after)));
    Map<String, Part> earlier = others(before);
    Map<String, Part> later = others(after);
    earlier.forEach(
        (label, part) -> {
          Part now = later.get(label);
          if (now == null) {
            phrases.add(label + " is gone");
          } else if (!now.equals(part)) {
            phrases.add(
                part.isReadable() && now.isReadable()
                    ? label + " " + part.value() + " became " + now.value()
                    : label + " changed");
          }
        });
    later.forEach(
        (label, part) -> {
          if (!earlier.containsKey(label)) {
            phrases.add(label + " is new");
          }
        });
    return phrases;
  }

  private static List<String> arguments(List<Part> parts) {
    return parts.stream()
        .filter(part -> part.label().equals(Part.ARGUMENT))
        .map(Part::value)
        .toList();
  }

  private static Map<String, Part> others(List<Part> parts) {
    Map<String, Part> others = new LinkedHashMap<>();
    for (Part part : parts) {
      if (!part.label().equals(Part.ARGUMENT)) {
        others.merge(
            part.label(),
            part,
            (one, two) -> new Part(one.label(), one.value() + " " + two.value()));
      }
    }
    return others;
  }

  private static List<String> arguments(List<String> before, List<String> after) {
    List<String> phrases = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    List<String> added = new ArrayList<>();
    for (Sequences.Hunk hunk : Sequences.differences(before, after)) {
      List<String> unpaired = new ArrayList<>(hunk.added());
      boolean single = hunk.removed().size() == 1 && hunk.added().size() == 1;
      for (String removed : hunk.removed()) {
        Optional<String> successor =
            unpaired.stream().filter(one -> single || alike(removed, one)).findFirst();
        if (successor.isPresent()) {
          phrases.add("argument " + removed + " became " + successor.get());
          unpaired.remove(successor.get());
        } else {
          dropped.add(removed);
        }
      }
      added.addAll(unpaired);
    }
    for (String argument : List.copyOf(dropped)) {
      if (added.remove(argument)) {
        dropped.remove(argument);
        phrases.add("argument " + argument + " moved");
      }
    }
    dropped.forEach(argument -> phrases.add("argument " + argument + " was dropped"));
    added.forEach(argument -> phrases.add("argument " + argument + " was added"));
    return phrases;
  }

  /** Whether two arguments look like the same option with another value. */
  private static boolean alike(String one, String two) {
    int equals = one.indexOf('=');
    if (equals > 0) {
      return two.startsWith(one.substring(0, equals + 1));
    }
    return one.length() > 1
        && two.length() > 1
        && one.charAt(0) == '-'
        && one.substring(0, 2).equals(two.substring(0, 2))
        && (one.charAt(1) == 'O' || one.charAt(1) == 'g')
        && two.indexOf('=') < 0;
  }
}

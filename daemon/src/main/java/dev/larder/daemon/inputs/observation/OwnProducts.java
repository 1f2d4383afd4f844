package dev.larder.daemon.inputs.observation;

import dev.larder.daemon.inputs.files.PathNames;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the run itself made, by {@linkplain SpelledPath#key key}. */
final class OwnProducts {
  private final Map<String, Boolean> made = new LinkedHashMap<>();
  private final Set<String> directories = new LinkedHashSet<>();

  /** Whether it was made by the run, or lies in a directory that was. */
  boolean covers(String key) {
    if (made.containsKey(key)) {
      return true;
    }
    for (String directory : directories) {
      if (key.startsWith(directory + "/")) {
        return true;
      }
    }
    return false;
  }

  /** Whether the run made it and did not remove it again. */
  boolean has(String key) {
    return made.getOrDefault(key, false);
  }

  void make(String key) {
    made.put(key, true);
  }

  void makeDirectory(String key) {
    make(key);
    directories.add(key);
  }

  void remove(String key) {
    made.put(key, false);
  }

  /** Moves a file or a tree. */
  void move(String from, String to) {
    remove(from);
    if (directories.contains(from)) {
      makeDirectory(to);
    } else {
      make(to);
    }
  }

  /** What was made and not removed again. */
  Set<String> left() {
    Set<String> left = new LinkedHashSet<>();
    made.forEach(
        (key, present) -> {
          if (present) {
            left.add(key);
          }
        });
    return left;
  }

  /** The names that the run has made, or removed again, in a directory; sorted. */
  Set<String> namesIn(String directory) {
    Set<String> names = new TreeSet<>();
    for (String key : made.keySet()) {
      if (PathNames.directoryOf(key).equals(directory)) {
        names.add(PathNames.nameOf(key));
      }
    }
    return names;
  }

  /** Everything that was ever made. */
  Set<String> all() {
    return new HashSet<>(made.keySet());
  }
}

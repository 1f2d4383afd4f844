package dev.larder.projects.rust;

import dev.larder.projects.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a call of cargo left.
 *
 * @param succeeded whether it ended well; if not, the outputs depend on what ran in parallel
 * @param outputs path and digest of each
 * @param said the lines that cargo and rustc print, sorted, as crates are compiled in parallel
 */
record Built(boolean succeeded, SortedMap<String, String> outputs, List<String> said) {

  /* Times, order, and how many warnings of two units of a crate are one: different each time. */
  private static final String UNSTEADY =
      " *(Finished|Compiling|Checking|Blocking|Executable|status) .*"
          + "|.* generated [0-9]+ warnings?.*|warning: build failed, waiting.*";

  /* What rustc keeps beside its outputs while it works, and leaves there when it is killed. */
  private static final String TEMPORARY =
      ".*\\.rcgu\\.o|(.*/)?((rmeta|rustc)[A-Za-z0-9]{6}|\\.tmp[A-Za-z0-9]{6}\\.temp-archive)/.*";

  /** Runs cargo with an empty target directory. */
  static Built anew(Cargo cargo, String line) throws IOException, InterruptedException {
    Tree.delete(cargo.target());
    return of(cargo, line);
  }

  /** Runs cargo with the target directory as it is. */
  static Built of(Cargo cargo, String line) throws IOException, InterruptedException {
    boolean succeeded = true;
    String said;
    try {
      said = cargo.run(line);
    } catch (AssertionError failed) {
      succeeded = false;
      said = String.valueOf(failed.getMessage());
    }
    List<String> lines = said.lines().filter(each -> !each.matches(UNSTEADY)).sorted().toList();
    return new Built(succeeded, succeeded ? cargo.outputs() : new TreeMap<>(), lines);
  }

  /** The same without the files that a killed rustc leaves behind, which nobody reads. */
  Built withoutTemporaries() {
    var kept = new TreeMap<>(outputs);
    kept.keySet().removeIf(name -> name.matches(TEMPORARY));
    return new Built(succeeded, kept, said);
  }

  /** In what this differs from what was expected: nothing, if all is well. */
  List<String> difference(Built expected) {
    var all = new ArrayList<String>();
    if (succeeded != expected.succeeded) {
      all.add("succeeded: " + succeeded + "\n" + String.join("\n", said));
      return all;
    }
    var names = new TreeSet<>(outputs.keySet());
    names.addAll(expected.outputs.keySet());
    for (String name : names) {
      String here = outputs.getOrDefault(name, "absent");
      String there = expected.outputs.getOrDefault(name, "absent");
      if (!here.equals(there)) {
        all.add(name + ": expected " + there + ", but is " + here);
      }
    }
    if (succeeded && !said.equals(expected.said)) {
      all.add("expected to be said: " + expected.said + "\nbut said: " + said);
    }
    return all;
  }
}

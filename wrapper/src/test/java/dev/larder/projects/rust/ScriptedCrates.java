package dev.larder.projects.rust;

import dev.larder.projects.Installed;
import dev.larder.projects.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A package that depends on crates of crates.io whose build scripts differ. */
final class ScriptedCrates {
  private static final Path SOURCE = Path.of("src/test/crates/scripted").toAbsolutePath();

  private ScriptedCrates() {}

  /** Lays a fresh copy into {@code work/package}. */
  static Cargo lay(Path work) throws IOException, InterruptedException {
    Path copy = work.resolve("package");
    Tree.copy(SOURCE, copy);
    return Cargo.in(copy).with("CARGO_HOME", CrateProject.home().toString());
  }

  /** What the scripts of some packages have left, each by its package's name with cargo's hash. */
  static SortedMap<String, String> made(Cargo cargo, String names) throws Exception {
    var made = new TreeMap<String, String>();
    for (ScriptRun run : ScriptRun.in(cargo, names)) {
      run.made().forEach((name, what) -> made.put(run.name() + "/" + name, what));
      for (String printed : List.of("stdout", "stderr")) {
        made.computeIfPresent(run.name() + "/" + printed, (name, text) -> inOrder(text));
      }
    }
    return made;
  }

  /* What is told to cargo has an order; what jobs of make's print side by side has none. */
  private static String inOrder(String printed) {
    Stream<String> told = printed.lines().filter(line -> line.startsWith("cargo:"));
    Stream<String> others = printed.lines().filter(line -> !line.startsWith("cargo:")).sorted();
    return Stream.concat(told, others).collect(Collectors.joining("\n"));
  }

  /** What of that which is expected is another thing here: nothing, if all is well. */
  static List<String> difference(
      SortedMap<String, String> here, SortedMap<String, String> expected) {
    return expected.entrySet().stream()
        .filter(each -> !each.getValue().equals(here.get(each.getKey())))
        .map(Map.Entry::getKey)
        .map(name -> name + ": " + expected.get(name) + "\nbut is " + here.get(name))
        .toList();
  }

  /** Each run of a script that was not served in the last build, with the reason. */
  static List<String> notServed(Installed larder, Cargo cargo, String names) throws Exception {
    var all = new ArrayList<String>();
    for (ScriptRun run : ScriptRun.in(cargo, names)) {
      String calls = larder.command("explain", run.directory().resolve("out").toString());
      String last = calls.lines().findFirst().orElse(""); // the latest comes first
      if (!last.matches("\\S+ \\S+ +hit .*")) {
        all.add(run.name() + ": " + last);
      }
    }
    return all;
  }
}

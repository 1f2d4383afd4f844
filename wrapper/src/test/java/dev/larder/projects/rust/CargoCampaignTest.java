package dev.larder.projects.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.projects.Installed;
import dev.larder.projects.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A workspace is edited and built at random, over and over: files take one of a few contents, by
 * and by with the time they had before, variables and commands change, what was built is thrown
 * away. After each step bare cargo, with a target directory of its own in the same place, is the
 * judge.
 */
final class CargoCampaignTest {
  private static final int STEPS = Boolean.getBoolean("larder.full") ? 150 : 10;

  private static final List<String> COMMANDS =
      List.of(
          "build",
          "build",
          "build",
          "build --release",
          "build --features extra",
          "build --all-targets",
          "check",
          "check --all-targets",
          "clippy",
          "test --no-run");

  private static final Map<String, List<String>> FILES =
      new TreeMap<>(
          Map.of(
              "app/src/text.txt", List.of("text 1", "text 2"),
              "app/described.txt", List.of("described 1", "described 2"),
              "middle/src/part.rs",
                  List.of(
                      "pub fn part() -> u32 { 10 }\n",
                      "pub fn part() -> u32 { 20 }\n",
                      "\n\npub fn part() -> u32 { 10 }\n",
                      "pub fn part() -> u32 { base::base() * 2 }\n"),
              "base/src/lib.rs",
                  List.of(
                      "pub fn base() -> u32 { let unused = 1; return 1; }\n",
                      "pub fn base() -> u32 { 2 }\n",
                      "#[inline] pub fn base() -> u32 { 3 }\n",
                      "pub fn base() -> u32 { \"broken\" }\n"),
              "native/src/lib.rs",
                  List.of(
                      "#[no_mangle] pub extern \"C\" fn native() -> u32 { base::base() }\n",
                      "#[no_mangle] pub extern \"C\" fn native() -> u32 { line!() }\n"),
              ".cargo/config.toml",
                  List.of(
                      "",
                      "[build]\nrustflags = [\"-C\", \"debuginfo=1\"]\n",
                      "[build]\nrustflags = [\"-D\", \"warnings\"]\n",
                      "[env]\nSAMPLE_OPTIONAL = \"of cargo\"\n")));

  private static final List<String> VARIABLES =
      List.of("SAMPLE_OPTIONAL", "SAMPLE_BUILD", "SAMPLE_MACRO", "SAMPLE_UNRELATED");

  @TempDir Path directory = Path.of("");

  private final Random random = new Random(seed());
  private final List<String> trail = new ArrayList<>();
  private final Map<String, String> variables = new TreeMap<>();

  private static long seed() {
    long seed = Long.getLong("larder.seed", System.nanoTime());
    System.out.println("campaign of cargo by -Dlarder.seed=" + seed);
    return seed;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  @Test
  void randomSteps_equalBareCargo() throws Exception {
    var workspace = new SampleWorkspace(directory.resolve("workspace"));
    Cargo cargo = workspace.lay().with("CARGO_INCREMENTAL", "0");
    Path place = cargo.target();
    Path ofBare = directory.resolve("bare/target");
    try (var larder = Installed.in(Files.createDirectory(directory.resolve("larder")))) {
      for (int step = 0; step < STEPS; step++) {
        change(workspace);
        String line = any(COMMANDS);
        boolean anew = random.nextInt(3) == 0;
        trail.add("cargo " + line + (anew ? " anew" : ""));
        if (anew) {
          Tree.delete(place);
          Tree.delete(ofBare);
        }
        Cargo changed = cargo;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
          changed = changed.with(variable.getKey(), variable.getValue());
        }
        CargoTest.exchange(place, ofBare);
        Built bare = Built.of(changed, line);
        CargoTest.exchange(place, ofBare);
        Built built = Built.of(changed.through(larder), line);
        assertThat(built.difference(bare)).as("%s", trail).isEmpty();
        if (!bare.succeeded()) {
          // How far the others got is a matter of luck.
          Tree.delete(place);
          Tree.delete(ofBare);
        }
      }
      assertThat(larder.count("Cache hits")).isPositive(); // how many is a matter of the steps
    }
  }

  private void change(SampleWorkspace workspace) throws IOException {
    if (random.nextInt(4) == 0) {
      String name = any(VARIABLES);
      String value = any(List.of("", "1", "2"));
      variables.put(name, value);
      trail.add(name + "=" + value);
      return;
    }
    String name = any(List.copyOf(FILES.keySet()));
    String text = any(Optional.ofNullable(FILES.get(name)).orElseThrow());
    Path file = workspace.directory().resolve(name);
    boolean keepsTime = Files.exists(file) && random.nextInt(4) == 0;
    FileTime before = keepsTime ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
    workspace.edit(name, text);
    if (keepsTime) {
      Files.setLastModifiedTime(file, before);
    }
    trail.add(name + "=" + text.strip() + (keepsTime ? " with its old time" : ""));
  }
}

package dev.larder.projects.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.projects.Command;
import dev.larder.projects.Installed;
import dev.larder.projects.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** cargo's commands on a small workspace: outputs equal, everything fresh, tests pass. */
final class CargoTest {
  private static final boolean FULL = Boolean.getBoolean("larder.full");

  @TempDir Path directory = Path.of("");

  private SampleWorkspace workspace = new SampleWorkspace(Path.of(""));
  private Cargo cargo = Cargo.in(Path.of(""));
  private Installed larder = new Installed(Path.of(""), Path.of(""), java.util.Map.of());

  @BeforeEach
  void lay() throws IOException {
    workspace = new SampleWorkspace(directory.resolve("workspace"));
    cargo = workspace.lay();
    larder = Installed.in(Files.createDirectory(directory.resolve("larder")));
  }

  @AfterEach
  void stop() throws IOException {
    larder.close();
  }

  /** One way to call cargo. */
  private record Way(String line, String flags, String incremental) {}

  private static List<Way> ways() {
    var all = new ArrayList<Way>();
    for (String line :
        List.of(
            "build",
            "build --release",
            "build --profile small",
            "build --all-targets",
            "check",
            "check --all-targets",
            "clippy",
            "test --no-run",
            "test --release --no-run",
            "bench --no-run")) {
      for (String features : List.of("", " --features extra")) {
        for (String flags : List.of("", "-C debuginfo=1 --cfg other", "-D warnings")) {
          for (String incremental : List.of("0", "1")) {
            all.add(new Way(line + features, flags, incremental));
          }
        }
      }
    }
    return all;
  }

  /* One Larder for all of them: what two of them must not share they do not. */
  @Test
  void commandsProfilesFeaturesFlags_throughOneLarder_equalBareCargo() throws Exception {
    long seed = Long.getLong("larder.seed", System.nanoTime());
    System.out.println("ways of cargo by -Dlarder.seed=" + seed);
    List<Way> ways = ways();
    Collections.shuffle(ways, new Random(seed));
    for (Way way : FULL ? ways : ways.subList(0, 3)) {
      Cargo bare =
          cargo.with("RUSTFLAGS", way.flags()).with("CARGO_INCREMENTAL", way.incremental());
      Built expected = Built.anew(bare, way.line());
      for (String when : List.of("cold", "warm")) {
        Built built = Built.anew(bare.through(larder), way.line());
        assertThat(built.difference(expected)).as("%s, %s", way, when).isEmpty();
        if (expected.succeeded()) {
          assertThat(bare.through(larder).stale(way.line())).as("%s, %s", way, when).isEmpty();
          assertThat(bare.stale(way.line())).as("%s, %s, without Larder", way, when).isEmpty();
        }
      }
    }
  }

  @Test
  void testsOfCachedBinaries_pass() throws Exception {
    Cargo through = cargo.through(larder);
    Built.anew(through, "test");
    Built warm = Built.anew(through, "test");
    assertThat(warm.succeeded()).as("%s", warm.said()).isTrue();
    assertThat(warm.said())
        .anyMatch(line -> line.contains("program_prints_all ... ok"))
        .anyMatch(line -> line.contains("has_text ... ok"));
  }

  @Test
  void editsAndVariables_oneAfterTheOther_equalBareCargo() throws Exception {
    Cargo changing = cargo;
    Path bareTarget = directory.resolve("bare/target");
    List<String> trail = new ArrayList<>();
    for (String step :
        List.of(
            "first",
            "app/src/text.txt=text 2",
            "app/described.txt=described 2",
            "middle/src/part.rs=pub fn part() -> u32 { 20 }",
            "SAMPLE_OPTIONAL=set",
            "SAMPLE_BUILD=other",
            "SAMPLE_MACRO=read",
            "base/src/lib.rs=pub fn base() -> u32 { 3 }",
            "base/src/lib.rs=pub fn base() -> u32 { \"broken\" }",
            "base/src/lib.rs=pub fn base() -> u32 { 3 }",
            "app/src/text.txt=text 1")) {
      trail.add(step);
      int sign = step.indexOf('=');
      if (step.startsWith("SAMPLE_")) {
        changing = changing.with(step.substring(0, sign), step.substring(sign + 1));
      } else if (sign > 0) {
        workspace.edit(step.substring(0, sign), step.substring(sign + 1));
      }
      // Both in the same place, each with the target directory that it left the last time.
      Path place = changing.target();
      exchange(place, bareTarget);
      Built bare = Built.of(changing, "build");
      exchange(place, bareTarget);
      assertThat(Built.of(changing.through(larder), "build").difference(bare))
          .as("%s", trail)
          .isEmpty();
    }
  }

  /** Lets two directories change places; either may be absent. */
  static void exchange(Path one, Path other) throws IOException {
    Files.createDirectories(one);
    Files.createDirectories(other);
    Path between = other.resolveSibling("between");
    Files.move(one, between);
    Files.move(other, one);
    Files.move(between, other);
  }

  @Test
  void twoBuildsAtOnce_inOneTargetDirectoryAndInTwo_equalBareCargo() throws Exception {
    List<Path> targets = List.of(cargo.target(), cargo.target(), directory.resolve("second"));
    var expected = new ArrayList<Built>();
    for (Path target : targets) {
      expected.add(Built.anew(cargo.into(target), "build"));
    }
    for (String when : List.of("cold", "warm")) {
      targets.forEach(target -> delete(target));
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Built>> builds =
            targets.stream()
                .map(target -> cargo.into(target).through(larder))
                .map(each -> threads.submit(() -> Built.of(each, "build")))
                .toList();
        for (Future<Built> build : builds) {
          assertThat(build.get().succeeded()).as("%s: %s", when, build.get().said()).isTrue();
        }
      }
      for (int i = 0; i < targets.size(); i++) {
        assertThat(cargo.into(targets.get(i)).outputs())
            .as(when)
            .isEqualTo(expected.get(i).outputs());
        assertThat(cargo.into(targets.get(i)).through(larder).stale("build")).as(when).isEmpty();
      }
    }
  }

  private static void delete(Path target) {
    try {
      Tree.delete(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void otherCheckout_withItsNameMapped_equalsBareCargo() throws Exception {
    for (String line : List.of("build", "build --release")) {
      var hits = new ArrayList<Long>();
      for (String checkout : List.of("one", "two/deeper")) {
        Path place = directory.resolve(checkout);
        Cargo bare =
            new SampleWorkspace(place)
                .lay()
                .with("CARGO_INCREMENTAL", "0")
                .with("RUSTFLAGS", "--remap-path-prefix=" + place + "=/mapped");
        Built expected = Built.anew(bare, line);
        long before = larder.count("Cache hits");
        Built built = Built.anew(bare.through(larder), line);
        hits.add(larder.count("Cache hits") - before);
        assertThat(built.difference(expected)).as("%s in %s", line, checkout).isEmpty();
        assertThat(bare.through(larder).stale(line)).as("%s in %s", line, checkout).isEmpty();
        assertThat(bare.stale(line)).as("%s in %s, bare", line, checkout).isEmpty();
      }
      if (line.equals("build")) { // else for link time optimisation: there each has its own
        assertThat(hits.getLast()).as(larder.command("explain")).isGreaterThan(hits.getFirst());
      }
    }
  }

  /* The program alone is edited; what it depends on is fresh. */
  @Test
  void editedAgainAndAgain_isKeptTwiceAndThenWhenItIsUnchanged() throws Exception {
    Cargo through = cargo.with("CARGO_INCREMENTAL", "1").through(larder);
    Built.anew(through, "build");
    for (int edit = 1; edit <= 4; edit++) {
      workspace.edit("app/src/main.rs", "fn main() { println!(\"edit " + edit + "\"); }\n");
      assertThat(Built.of(through, "build").succeeded()).isTrue();
      assertThat(run(cargo)).isEqualTo("edit " + edit);
      assertThat(larder.leftAlone()).as("edit %d", edit).isEqualTo(Math.max(0, edit - 2));
    }
    assertThat(larder.command("explain")).contains("being worked on");

    workspace.edit("app/src/main.rs", "fn main() { println!(\"edit 4\"); }\n");
    assertThat(Built.of(through, "build").succeeded()).isTrue();
    assertThat(larder.leftAlone()).as("saved without a change").isEqualTo(2);
    long misses = larder.count("Cache misses");
    assertThat(Built.anew(through, "build").succeeded()).isTrue();
    assertThat(run(cargo)).isEqualTo("edit 4");
    assertThat(larder.count("Cache misses")).as(larder.command("explain")).isEqualTo(misses);
  }

  /** A crate is started on the metadata of the one before, in the instant they are written. */
  @RepeatedTest(3)
  void startedAtOnce_isKept() throws Exception {
    Cargo through = cargo.with("CARGO_INCREMENTAL", "1").through(larder);
    Built.anew(through, "build");
    workspace.append("base/src/lib.rs", "pub fn edited() {}");
    Built.of(through, "build");
    assertThat(larder.command("--show-stats"))
        .as(larder.command("explain"))
        .doesNotContain("input changed while compiling");
  }

  @Test
  void editedOnce_isServedInAnEmptyTargetDirectory() throws Exception {
    Cargo through = cargo.with("CARGO_INCREMENTAL", "1").through(larder);
    Built.anew(through, "build");
    workspace.append("app/src/main.rs", "#[allow(dead_code)] fn edited() {}");
    workspace.append("base/src/lib.rs", "pub fn edited() {}");
    Built.of(through, "build");
    long misses = larder.count("Cache misses");
    assertThat(Built.anew(through, "build").succeeded()).isTrue();
    assertThat(larder.count("Cache misses")).as(larder.command("explain")).isEqualTo(misses);
  }

  private static String run(Cargo cargo) throws IOException, InterruptedException {
    return Command.of(cargo.directory(), cargo.target().resolve("debug/app").toString())
        .run()
        .strip();
  }

  @Test
  void jobserver_ofMake_reachesRustcAndIsKept() throws Exception {
    Path makefile = directory.resolve("Makefile");
    Files.writeString(makefile, "all:\n\t+cargo build --manifest-path workspace/Cargo.toml\n");
    Command make =
        new Command(
            List.of("make", "-j2", "-f", makefile.toString()),
            directory,
            cargo.through(larder).command("build").environment());
    for (String when : List.of("cold", "warm")) {
      Tree.delete(cargo.target());
      assertThat(make.run()).as(when).doesNotContainIgnoringCase("jobserver");
    }
  }
}

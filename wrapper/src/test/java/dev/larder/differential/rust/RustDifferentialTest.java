package dev.larder.differential.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.differential.Bench;
import dev.larder.differential.Command;
import dev.larder.differential.Comparison;
import dev.larder.differential.Directories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some hundred comparisons; with {@code -Dlarder.full=true} many thousands. */
final class RustDifferentialTest {
  private static final boolean FULL = Boolean.getBoolean("larder.full");
  private static final int CRATES = Integer.getInteger("larder.crates", FULL ? 600 : 14);
  private static final int STEPS = 6;

  @TempDir Path root;

  @Test
  void crates_throughLarder_leaveWhatBareCompilesLeave() throws Exception {
    campaign(false);
  }

  @Test
  void crates_throughLarderVerified_areNeverWrong() throws Exception {
    campaign(true);
  }

  private void campaign(boolean verify) throws Exception {
    long seed = Long.getLong("larder.seed", System.nanoTime());
    System.out.println("seed (-Dlarder.seed=) " + seed);
    var random = new Random(seed);
    try (var bench = Bench.open(root.resolve("bench"), verify)) {
      var kit = Kit.build(bench, root.resolve("kit"));
      var comparison = new Comparison(bench);
      for (int i = 0; i < CRATES / 2; i++) {
        crate(comparison, kit, random, root.resolve("crate" + i));
      }
      String statistics = bench.statistics();
      System.out.printf(
          "%d comparisons, %d of compiles that succeed: %s%n",
          comparison.made(), comparison.succeeded(), statistics);
      assertThat(comparison.faults()).as("seed %s", seed).isEmpty();
      assertThat(comparison.succeeded()).isGreaterThan(comparison.made() / 3);
      assertThat(Bench.count(statistics, "wrong_hits")).as(statistics).isZero();
      assertThat(Bench.count(statistics, "corrupted_entries")).as(statistics).isZero();
      assertThat(Bench.count(statistics, "cache_hits"))
          .as(statistics)
          .isGreaterThan(comparison.made() / 10);
    }
  }

  /* One crate: compiled, compiled again, changed in random ways, each time compiled in up to three places. */
  private static void crate(Comparison comparison, Kit kit, Random random, Path directory)
      throws Exception {
    Kind kind = pick(Kind.values(), random);
    new CrateWriter(random, kit).write(directory, kind);
    Files.createDirectories(directory.resolve("out"));
    Files.createDirectories(directory.resolve("other"));
    Command call = new CallMaker(random).make(directory, kind);
    Path elsewhere = directory.resolveSibling(directory.getFileName() + "-in-another-place");
    var trail = new ArrayList<String>(List.of("first"));
    comparison.compare("first", into("out", call), random.nextBoolean());
    comparison.compare("again", into("out", call), true);
    Edit edit = Edit.NOTHING;
    for (int step = 0; step < STEPS; step++) {
      boolean remedied = edit.remedy() != Edit.NOTHING && random.nextInt(4) > 0;
      edit = remedied ? edit.remedy() : pick(Edit.values(), random);
      call = edit.apply(call, kit, random.nextInt(100));
      trail.add(edit.name());
      comparison.compare(trail.toString(), into("out", call), random.nextBoolean());
      comparison.compare(trail + " again", into("out", call), true);
      if (random.nextInt(3) == 0) {
        comparison.compare(trail + " other", into("other", call), random.nextBoolean());
      }
      if (random.nextInt(3) == 0) {
        Directories.copy(directory, elsewhere);
        comparison.compare(
            trail + " elsewhere", into("out", call).in(elsewhere), random.nextBoolean());
        Directories.delete(elsewhere);
      }
    }
    Directories.delete(directory);
  }

  private static Command into(String directory, Command call) {
    return call.replacing("%o", directory);
  }

  private static <T> T pick(T[] choices, Random random) {
    return choices[random.nextInt(choices.length)];
  }
}

package dev.larder.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several hundred comparisons; with {@code -Dlarder.full=true} tens of thousands. */
final class DifferentialTest {
  private static final boolean FULL = Boolean.getBoolean("larder.full");
  private static final int PROGRAMS = Integer.getInteger("larder.programs", FULL ? 2500 : 50);
  private static final int STEPS = 6;

  @TempDir Path root;

  @Test
  void compilesThroughLarder_leaveWhatBareOnesLeave() throws Exception {
    campaign(false);
  }

  @Test
  void compilesThroughLarder_verified_areNeverWrong() throws Exception {
    campaign(true);
  }

  private void campaign(boolean verify) throws Exception {
    long seed = Long.getLong("larder.seed", System.nanoTime());
    System.out.println("seed (-Dlarder.seed=) " + seed);
    var random = new Random(seed);
    try (var bench = Bench.open(root.resolve("bench"), verify)) {
      var comparison = new Comparison(bench);
      for (int i = 0; i < PROGRAMS / 2; i++) {
        program(comparison, random, root.resolve("program" + i), !verify);
      }
      String statistics = bench.statistics();
      System.out.println(comparison.made() + " comparisons: " + statistics);
      assertThat(comparison.faults()).as("seed %s", seed).isEmpty();
      assertThat(Bench.count(statistics, "wrong_hits")).as(bench.log()).isZero();
      assertThat(statistics)
          .as(bench.log())
          .doesNotContain("named by the compiler but not observed");
      assertThat(Bench.count(statistics, "corrupted_entries")).as(statistics).isZero();
      assertThat(bench.givenByWrappers())
          .isGreaterThanOrEqualTo(verify ? 0 : comparison.made() / 20);
      assertThat(Bench.count(statistics, "cache_hits"))
          .as(statistics)
          .isGreaterThan(comparison.made() / 10);
    }
  }

  /* One program: compiled, compiled again, changed in random ways, each time compiled in up to three places. */
  private static void program(
      Comparison comparison, Random random, Path directory, boolean unplaceable) throws Exception {
    Language language = pick(Language.values(), random);
    new ProgramWriter(random).write(directory, language);
    Command command = new CommandMaker(random, unplaceable).make(directory, language);
    Path elsewhere = directory.resolveSibling(directory.getFileName() + "-in-another-place");
    var trail = new ArrayList<String>(List.of("first"));
    comparison.compare("first", command, random.nextBoolean());
    comparison.compare("again", command, true);
    for (int step = 0; step < STEPS; step++) {
      Change change = pick(Change.values(), random);
      change.apply(directory, language, random.nextInt(100));
      trail.add(change.name());
      comparison.compare(trail.toString(), command, random.nextBoolean());
      comparison.compare(trail + " again", command, true);
      if (unplaceable) {
        comparison.compare(trail + " once more", command, true); // by the wrapper alone, perhaps
      }
      if (random.nextInt(3) == 0) {
        comparison.compare(
            trail + " other output", command.to("out/other" + step + ".o"), random.nextBoolean());
      }
      if (random.nextInt(3) == 0) {
        Directories.copy(directory, elsewhere);
        comparison.compare(trail + " elsewhere", command.in(elsewhere), random.nextBoolean());
        Directories.delete(elsewhere);
      }
    }
    Directories.delete(directory);
  }

  private static <T> T pick(T[] choices, Random random) {
    return choices[random.nextInt(choices.length)];
  }
}

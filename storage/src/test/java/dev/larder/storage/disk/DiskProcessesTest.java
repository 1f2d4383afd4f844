package dev.larder.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one directory, some of which are killed. */
final class DiskProcessesTest {
  private static final long SEED = 20_260_101;

  @TempDir private Path directory;

  private Child churn(long seed, int steps) throws Exception {
    return Child.java(
        Churn.class,
        directory.resolve("cache").toString(),
        directory.resolve("sources-" + seed).toString(),
        Long.toString(seed),
        Integer.toString(steps));
  }

  @Test
  void killedAtAnyMoment_leavesOnlyWholeEntries() throws Exception {
    Random random = new Random(SEED);
    int hits = 0;
    for (int round = 0; round < 10; round++) {
      try (Child child = churn(SEED + round, Integer.MAX_VALUE)) {
        child.awaitOutput(1 + random.nextInt(150));
        child.kill();
      }
      try (DiskStore store = Churn.open(directory.resolve("cache"))) {
        hits += Churn.checkAll(store);
      }
    }
    assertThat(hits).as("seed %d", SEED).isGreaterThan(20);
    assertSoundAfterwards();
  }

  @Test
  void twoProcessesThatEvict_seeOnlyWholeEntries() throws Exception {
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      children.add(churn(SEED + 100 + i, 600));
    }
    try (Child one = children.getFirst();
        Child other = children.getLast();
        DiskStore store = Churn.open(directory.resolve("cache"))) {
      // This process is a third that reads and evicts.
      for (int round = 0; round < 8; round++) {
        Churn.checkAll(store);
        store.settle();
      }
      assertThat(one.result()).startsWith("0 ");
      assertThat(other.result()).startsWith("0 ");
    }
    assertSoundAfterwards();
  }

  /**
   * Once leftovers are old enough, each file is an entry under both its names, within the limit.
   */
  private void assertSoundAfterwards() throws Exception {
    Layout layout = new Layout(directory.resolve("cache"));
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
    List<DirectoryScan.Item> items = new ArrayList<>();
    try (var files = Files.walk(layout.directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
    try (DiskStore store = Churn.open(layout.directory())) {
      store.settle();
      DirectoryScan.visitAll(
          layout.trees(),
          files -> {
            items.addAll(files);
            return true;
          });
      assertThat(items).isNotEmpty().allMatch(DirectoryScan.Item::isLookedUp);
      assertThat(items.stream().mapToLong(DirectoryScan.Item::occupied).sum())
          .isLessThanOrEqualTo(Churn.LIMIT);
      assertThat(Churn.checkAll(store)).isPositive();
    }
  }
}

package dev.larder.projects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon is killed or stopped in the middle of a parallel build, at a random one of its units:
 * the build goes on and makes the bare compiler's objects, and the cache stays sound.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DaemonLostTest {
  private static final int ROUNDS = Boolean.getBoolean("larder.full") ? 10 : 4;
  private static final Project PROJECT = new Zstd("-O0");

  private Path directory = Path.of("");
  private Map<String, String> bare = Map.of();

  @BeforeAll
  void buildBare(@TempDir Path scratch) throws IOException, InterruptedException {
    directory = scratch;
    Path copy = fresh();
    PROJECT.build(copy, Optional.empty(), 2).run();
    bare = Tree.objects(copy);
    assertThat(bare).hasSizeGreaterThanOrEqualTo(PROJECT.units());
  }

  @Test
  void build_withDaemonKilledAtARandomUnit_succeedsWithEqualObjects()
      throws IOException, InterruptedException {
    loseDaemon("KILL");
  }

  @Test
  void build_withDaemonStoppedAtARandomUnit_succeedsWithEqualObjects()
      throws IOException, InterruptedException {
    loseDaemon("STOP");
  }

  private void loseDaemon(String signal) throws IOException, InterruptedException {
    long seed = Long.getLong("larder.seed", System.nanoTime());
    System.out.println("SIG" + signal + " at units by -Dlarder.seed=" + seed);
    var random = new Random(seed);
    var received = new AtomicInteger();
    Path scratch = Files.createDirectory(directory.resolve(signal));
    try (var larder = Installed.in(scratch).with(Map.of("LARDER_SILENCE_TIMEOUT", "1000"))) {
      for (int round = 0; round < ROUNDS; round++) {
        if (round % 2 == 0) {
          Tree.delete(larder.cache()); // every second build finds what the one before it left
        }
        int unit = random.nextInt(PROJECT.units());
        assertThat(buildLosing(larder, signal, unit, received))
            .as("round %s, SIG%s at unit %s", round, signal, unit)
            .isEqualTo(bare);
      }
      assertThat(received).as("the daemon was there").hasValueGreaterThan(ROUNDS / 2);
      assertThat(build(larder)).as("the cache afterwards").isEqualTo(bare);
      larder.command("--zero-stats");
      assertThat(build(larder)).isEqualTo(bare);
      assertThat(larder.count("Cache misses")).isZero();
    }
  }

  /** Builds, and sends the daemon the signal when make has announced so many units. */
  private SortedMap<String, String> buildLosing(
      Installed larder, String signal, int unit, AtomicInteger received)
      throws IOException, InterruptedException {
    Path copy = fresh();
    var announced = new AtomicInteger();
    PROJECT
        .build(copy, Optional.of(larder), 4)
        .run(
            line -> {
              if (announced.getAndIncrement() == unit) {
                signal(larder, signal, received);
              }
            });
    SortedMap<String, String> objects = Tree.objects(copy);
    // What a stopped daemon does when it goes on must not touch the build any more.
    larder.signal("CONT");
    larder.command("--show-stats");
    assertThat(Tree.objects(copy)).isEqualTo(objects);
    return objects;
  }

  private static void signal(Installed larder, String signal, AtomicInteger received) {
    try {
      if (larder.signal(signal)) {
        received.incrementAndGet();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SortedMap<String, String> build(Installed larder)
      throws IOException, InterruptedException {
    Path copy = fresh();
    PROJECT.build(copy, Optional.of(larder), 4).run();
    return Tree.objects(copy);
  }

  private Path fresh() throws IOException, InterruptedException {
    Path copy = directory.resolve("work").resolve(PROJECT.name());
    Tree.copy(Tree.source(PROJECT.name()), copy);
    return copy;
  }
}

package dev.larder.projects;

import static dev.larder.storage.redis.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.redis.RedisServer;
import dev.larder.storage.redis.SentinelTeam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to a Redis while a project is built in parallel: the objects stay the same. The
 * project is a real one with {@code -Dlarder.full=true}, else many small units.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SharedCacheTroubleTest {
  private static final Project ZSTD = new Zstd("-O0");
  private static final boolean FULL = Boolean.getBoolean("larder.full");
  private static final int UNITS = FULL ? ZSTD.units() : ManyUnits.UNITS;

  private final Path directory;
  private final Machines machines;
  private final RedisServer redis;
  private final Random random;
  private SortedMap<String, String> bare = new TreeMap<>();

  SharedCacheTroubleTest(@TempDir Path directory) {
    this.directory = directory;
    this.machines = new Machines(directory);
    this.redis = machines.redis();
    long seed = Long.getLong("larder.seed", System.nanoTime());
    System.out.println("shared cache in trouble: -Dlarder.seed=" + seed);
    this.random = new Random(seed);
  }

  @BeforeAll
  void buildBare() throws IOException, InterruptedException {
    bare = build("work", Optional.empty(), unit -> {});
  }

  @BeforeEach
  void empty() {
    redis.cli("FLUSHALL");
  }

  @AfterAll
  void stop() {
    machines.close();
  }

  /**
   * Builds a fresh copy.
   *
   * @param announced told the number of each unit as make announces it
   */
  private SortedMap<String, String> build(
      String place, Optional<Installed> larder, IntConsumer announced)
      throws IOException, InterruptedException {
    Path copy = directory.resolve(place).resolve("project");
    if (FULL) {
      Tree.copy(Tree.source(ZSTD.name()), copy);
    } else {
      ManyUnits.write(copy);
    }
    var units = new AtomicInteger();
    Command build = FULL ? ZSTD.build(copy, larder, 4) : ManyUnits.build(copy, larder, 4);
    build.run(line -> announced.accept(units.getAndIncrement()));
    return Tree.objects(copy);
  }

  private SortedMap<String, String> build(Installed larder)
      throws IOException, InterruptedException {
    return build("work", Optional.of(larder), unit -> {});
  }

  private void fill() throws IOException, InterruptedException {
    try (Installed writer = machines.machine(Map.of())) {
      assertThat(build(writer)).isEqualTo(bare);
      writer.command("--stop-server");
    }
  }

  @Test
  void killedAndStartedAgain() throws IOException, InterruptedException {
    int killed = random.nextInt(UNITS);
    var up = new AtomicInteger(1);
    try (Installed larder = machines.machine(Map.of())) {
      SortedMap<String, String> built =
          build(
              "work",
              Optional.of(larder),
              unit -> {
                if (unit == killed) {
                  redis.kill();
                  up.set(0);
                } else if (unit == killed + 4) {
                  redis.startAgain();
                  up.set(1);
                }
              });
      if (up.get() == 0) {
        redis.startAgain();
      }
      assertThat(built).as("killed at unit %s", killed).isEqualTo(bare);
      larder.command("--stop-server");
    }
  }

  @Test
  void masterIsLost_buildsGoOnWithTheNextOne() throws Exception {
    int lost = random.nextInt(UNITS);
    try (SentinelTeam team = SentinelTeam.start(directory.resolve("team"))) {
      Map<String, String> endpoint = Map.of("LARDER_REDIS_ENDPOINT", team.endpoint());
      await(team::isReady);
      try (Installed larder = machines.machine(endpoint)) {
        IntConsumer lose =
            unit -> {
              if (unit == lost) {
                team.master().kill();
              }
            };
        assertThat(build("work", Optional.of(larder), lose)).as("at unit %s", lost).isEqualTo(bare);
        larder.command("--stop-server");
      }
      await(team::hasFailedOver);
      try (Installed writer = machines.machine(endpoint)) {
        assertThat(build(writer)).isEqualTo(bare);
        writer.command("--stop-server");
      }
      try (Installed reader = machines.machine(endpoint)) {
        assertThat(build(reader)).isEqualTo(bare);
        assertThat(reader.count("Cache misses")).isZero();
      }
    }
  }

  @Test
  void emptiedWhileOneReadsAndAnotherWrites() throws Exception {
    fill();
    int emptied = random.nextInt(UNITS);
    try (Installed reader = machines.machine(Map.of());
        Installed writer = machines.machine(Map.of("LARDER_RECACHE", "1"))) {
      for (SortedMap<String, String> built :
          together(
              unit -> {
                if (unit == emptied) {
                  redis.cli("FLUSHALL");
                }
              },
              reader,
              writer)) {
        assertThat(built).as("emptied at unit %s", emptied).isEqualTo(bare);
      }
      assertThat(build(reader)).isEqualTo(bare);
      reader.command("--stop-server");
      writer.command("--stop-server");
    }
    try (Installed later = machines.machine(Map.of())) {
      assertThat(build(later)).isEqualTo(bare);
    }
  }

  @Test
  void twoDaemonsWriteTheSameKeysAtOnce() throws Exception {
    long units;
    try (Installed one = machines.machine(Map.of());
        Installed other = machines.machine(Map.of())) {
      assertThat(together(unit -> {}, one, other)).containsExactly(bare, bare);
      units = one.count("Cache hits") + one.count("Cache misses");
      assertThat(units).isGreaterThanOrEqualTo(UNITS);
      one.command("--stop-server");
      other.command("--stop-server");
    }
    assertThat(machines.keys()).as("a value and a set for each unit").isEqualTo(2 * units);
    try (Installed later = machines.machine(Map.of())) {
      assertThat(build(later)).isEqualTo(bare);
      assertThat(later.count("  L1 (redis) hits")).isEqualTo(units);
      assertThat(later.count("Cache misses")).isZero();
    }
  }

  /** Each machine builds in a checkout of its own; what the first one announces is listened to. */
  private List<SortedMap<String, String>> together(
      IntConsumer announced, Installed one, Installed other) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SortedMap<String, String>> second =
          threads.submit(() -> build("other/place", Optional.of(other), unit -> {}));
      SortedMap<String, String> first = build("work", Optional.of(one), announced);
      return List.of(first, second.get());
    }
  }

  @Test
  void oneMegabyteOfMemory_isFullOrForgetful() throws IOException, InterruptedException {
    try {
      redis.cli("CONFIG", "SET", "maxmemory", "1mb");
      for (String policy : List.of("noeviction", "allkeys-lru")) {
        redis.cli("CONFIG", "SET", "maxmemory-policy", policy);
        for (int time = 0; time < 2; time++) {
          try (Installed larder = machines.machine(Map.of())) {
            assertThat(build(larder)).as(policy).isEqualTo(bare);
            String statistics = larder.command("--stop-server");
            if (policy.equals("noeviction")) {
              assertThat(statistics).contains("it said OOM");
            }
          }
        }
      }
    } finally {
      redis.cli("CONFIG", "SET", "maxmemory", "0");
    }
  }
}

package dev.larder.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.differential.Bench;
import dev.larder.storage.redis.Proxy;
import dev.larder.storage.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A git checkout that one machine builds and then others, far away from the Redis. */
final class PrefetchedBuildTest {
  private static final int UNITS = 40;

  private final Path directory;
  private final Machines machines;
  private final RedisServer redis;

  PrefetchedBuildTest(@TempDir Path directory) {
    this.directory = directory;
    this.machines = new Machines(directory);
    this.redis = machines.redis();
  }

  @BeforeEach
  void checkout() throws IOException, InterruptedException {
    Path project = Files.createDirectory(directory.resolve("project"));
    for (int i = 0; i < UNITS; i++) {
      Files.writeString(
          project.resolve("u" + i + ".c"),
          "#include <stdio.h>\nint t%d[%d] = {1};\nint f%d(void) { return puts(__FILE__); }\n"
              .formatted(i, i % 4 == 0 ? 100_000 : 100, i));
    }
    Command.of(project, "git", "init", "-q").run();
    Command.of(project, "git", "remote", "add", "origin", "https://example.com/team/tool").run();
  }

  @AfterEach
  void stop() {
    machines.close();
  }

  private Installed machine(int port, Map<String, String> settings) throws IOException {
    var all = new HashMap<>(settings);
    all.put("LARDER_REDIS_ENDPOINT", "redis://127.0.0.1:" + port);
    return machines.machine(all);
  }

  private SortedMap<String, String> build(Optional<Installed> larder)
      throws IOException, InterruptedException {
    Path project = directory.resolve("project");
    String before = larder.map(l -> l.program() + " ").orElse("");
    String each = "for i in $(seq 0 " + (UNITS - 1) + "); do " + before;
    Command.of(project, "sh", "-ec", each + "gcc -g -O1 -c u$i.c; done")
        .with(larder.map(Installed::environment).orElse(Map.of()))
        .run();
    SortedMap<String, String> objects = Tree.objects(project);
    for (int i = 0; i < UNITS; i++) {
      Files.delete(project.resolve("u" + i + ".o"));
    }
    return objects;
  }

  @Test
  void emptyMachines_getTheSameObjectsAheadOfNeed() throws IOException, InterruptedException {
    SortedMap<String, String> bare = build(Optional.empty());
    try (Installed first = machine(redis.port(), Map.of())) {
      assertThat(build(Optional.of(first))).isEqualTo(bare);
      first.command("--stop-server");
    }
    assertThat(machines.keys()).isEqualTo(2 * UNITS + 1);
    try (Proxy proxy = Proxy.to(redis.port())) {
      proxy.delay(Duration.ofMillis(20));
      Map<String, String> reading = Map.of("LARDER_REDIS_RW_MODE", "READ_ONLY");
      try (Installed second = machine(proxy.port(), reading)) {
        assertThat(build(Optional.of(second))).isEqualTo(bare);
        assertThat(second.count("Cache hits")).isEqualTo(UNITS);
        assertThat(second.count("Prefetched and used"))
            .isPositive()
            .isEqualTo(second.count("Prefetched"));
      }
      try (Installed third = machine(proxy.port(), Map.of("LARDER_PREFETCH", "0"))) {
        assertThat(build(Optional.of(third))).isEqualTo(bare);
        assertThat(third.count("Cache hits")).isEqualTo(UNITS);
        assertThat(third.command("--show-stats")).doesNotContain("Prefetch");
      }
      try (Installed fourth = machine(proxy.port(), Map.of("LARDER_PROJECT", "another"))) {
        assertThat(build(Optional.of(fourth))).isEqualTo(bare);
        assertThat(fourth.command("--show-stats")).doesNotContain("Prefetch");
        fourth.command("--stop-server");
      }
    }
    assertThat(machines.keys()).as("and its list").isEqualTo(2 * UNITS + 2);
  }

  @Test
  void hitsThatRecur_areGivenByWrappersAlone() throws IOException, InterruptedException {
    final int most = 10;
    try (Installed larder = machine(redis.port(), Map.of())) {
      SortedMap<String, String> objects = build(Optional.of(larder));
      int builds = 0;
      while (Bench.givenByWrappers(larder.scratch().resolve("run")) < UNITS) {
        assertThat(builds++).as("builds, and no answer stands yet").isLessThan(most);
        assertThat(build(Optional.of(larder))).isEqualTo(objects);
      }
      assertThat(larder.count("Cache hits")).isEqualTo((long) builds * UNITS);
    }
  }
}

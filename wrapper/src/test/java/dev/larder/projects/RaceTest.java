package dev.larder.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.redis.Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Redis that is far away: what compiles sooner than its result would come is compiled at once,
 * and what does not is fetched.
 */
final class RaceTest {
  private static final int SMALL = 6;
  private static final String LARGE = "large.c";

  /* To ask what there is and to get it takes two of these, at least. */
  private static final Duration LATENCY = Duration.ofMillis(1500);

  @TempDir Path directory = Path.of("");

  /** The sources in a version: each of another content in each. */
  private Path write(int version) throws IOException {
    Path project = Files.createDirectories(directory.resolve("project"));
    for (int i = 0; i < SMALL; i++) {
      Files.writeString(project.resolve("s" + i + ".c"), "int s%d = %d;\n".formatted(i, version));
    }
    var large = new StringBuilder("int v = " + version + ";\n");
    for (int i = 0; i < 400; i++) {
      large.append(
          "int f%d(int x) { for (int i = 0; i < x; i++) v += i * %d ^ x; return v %% (x + %d); }\n"
              .formatted(i, i, i));
    }
    Files.writeString(project.resolve(LARGE), large.toString());
    return project;
  }

  private SortedMap<String, String> build(int version, Optional<Installed> larder, String sources)
      throws IOException, InterruptedException {
    Path project = write(version);
    String before = larder.map(l -> l.program() + " ").orElse("");
    Command.of(
            project,
            "sh",
            "-c",
            "rm -f *.o; for s in " + sources + "; do " + before + "gcc -O2 -c $s; done")
        .with(larder.map(Installed::environment).orElse(Map.of()))
        .run();
    return Tree.objects(project);
  }

  private SortedMap<String, String> build(int version, Installed larder)
      throws IOException, InterruptedException {
    return build(version, Optional.of(larder), "*.c");
  }

  @Test
  void compile_thatIsTheQuickerOne_isNotHeldUp() throws Exception {
    try (var machines = new Machines(Files.createDirectory(directory.resolve("machines")));
        Proxy proxy = Proxy.to(machines.redis().port())) {
      try (Installed colleague = machines.machine(Map.of())) {
        build(1, colleague);
        build(3, colleague);
        colleague.command("--stop-server");
      }
      String through = "redis://127.0.0.1:" + proxy.port();
      try (Installed desk = machines.machine(Map.of("LARDER_REDIS_ENDPOINT", through))) {
        SortedMap<String, String> first = build(1, Optional.empty(), "*.c");
        assertThat(build(1, desk)).isEqualTo(first);
        assertThat(desk.count("  L1 (redis) hits"))
            .as("of what nothing is known")
            .isEqualTo(SMALL + 1);

        build(2, desk);
        assertThat(desk.count("Cache misses")).as("now it is known").isEqualTo(SMALL + 1);

        proxy.delay(LATENCY);
        SortedMap<String, String> third = build(3, Optional.empty(), "*.c");
        desk.command("--zero-stats");
        // The first one finds out how far away the Redis is.
        assertThat(build(3, Optional.of(desk), LARGE)).isEqualTo(only(third, "large.o"));
        assertThat(desk.count("  L1 (redis) hits")).as("the compile takes longer").isEqualTo(1);
        assertThat(build(3, desk)).isEqualTo(third);
        assertThat(desk.count("Cache misses")).as(desk.command("explain")).isEqualTo(SMALL);
        assertThat(desk.count("  L1 (redis) hits")).isEqualTo(1);
        assertThat(desk.command("explain")).contains("to ask the shared cache");
      }
    }
  }

  private static SortedMap<String, String> only(SortedMap<String, String> all, String name) {
    var one = new java.util.TreeMap<>(all);
    one.keySet().retainAll(java.util.List.of(name));
    return one;
  }
}

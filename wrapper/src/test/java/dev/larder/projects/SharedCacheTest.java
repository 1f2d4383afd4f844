package dev.larder.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.redis.Keys;
import dev.larder.storage.redis.Proxy;
import dev.larder.storage.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several machines and one Redis: each machine has a cache and a daemon of its own, and gets what
 * another one made. Whatever the Redis does, a build makes the bare compiler's objects.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SharedCacheTest {
  private static final Project ZSTD = new Zstd("-O0 -g");
  private static final int UNITS = 8;

  private final Path directory;
  private final Machines machines;
  private final RedisServer redis;
  private SortedMap<String, String> bare = new TreeMap<>();
  private SortedMap<String, String> bareZstd = new TreeMap<>();

  SharedCacheTest(@TempDir Path directory) {
    this.directory = directory;
    this.machines = new Machines(directory);
    this.redis = machines.redis();
  }

  @BeforeAll
  void buildBare() throws IOException, InterruptedException {
    bare = build(Map.of(), Optional.empty());
    bareZstd = zstd(Optional.empty());
  }

  @BeforeEach
  void empty() {
    redis.cli("FLUSHALL");
  }

  @AfterAll
  void stop() {
    machines.close();
  }

  private Installed machine(Map<String, String> settings) throws IOException {
    return machines.machine(settings);
  }

  /** Small units, each with a header of its own and one that all have. */
  private SortedMap<String, String> build(Map<String, String> more, Optional<Installed> larder)
      throws IOException, InterruptedException {
    Path project = directory.resolve("project");
    Tree.delete(project);
    Files.createDirectories(project);
    Files.writeString(project.resolve("all.h"), "#include <stdio.h>\n#define ALL 3\n");
    for (int i = 0; i < UNITS; i++) {
      Files.writeString(project.resolve("h" + i + ".h"), "#define N " + i + "\n");
      Files.writeString(
          project.resolve("u" + i + ".c"),
          "#include \"all.h\"\n#include \"h%d.h\"\nint t%d[%d] = {ALL, N};\nint f%d(void) { return puts(__FILE__); }\n"
              .formatted(i, i, i == 0 ? 900_000 : 100, i));
    }
    String before = larder.map(l -> l.program() + " ").orElse("");
    Command.of(
            project,
            "sh",
            "-c",
            "for i in 0 1 2 3 4 5 6 7; do echo u$i.c; done | xargs -P 2 -I{} "
                + before
                + "gcc -g -O1 -Wall -MMD -c {}")
        .with(larder.map(Installed::environment).orElse(Map.of()))
        .with(more)
        .run();
    return Tree.objects(project);
  }

  private SortedMap<String, String> build(Installed larder)
      throws IOException, InterruptedException {
    return build(Map.of(), Optional.of(larder));
  }

  /** One machine builds, and has sent all when this returns. */
  private void fill(Map<String, String> settings) throws IOException, InterruptedException {
    try (Installed writer = machine(settings)) {
      assertThat(build(writer)).isEqualTo(bare);
      assertThat(writer.command("--stop-server"))
          .containsPattern("L1 \\(redis\\) writes +" + UNITS + "\n");
      assertThat(machines.keys()).isEqualTo(2L * UNITS);
    }
  }

  private static long number(String text, String name) {
    Matcher row = Pattern.compile(Pattern.quote(name) + "\\D+(\\d+)").matcher(text);
    return row.find() ? Long.parseLong(row.group(1)) : 0;
  }

  private static String json(Installed larder) throws IOException, InterruptedException {
    return larder.command("--show-stats", "--stats-format", "json");
  }

  @Test
  void realProject_onASecondMachine_comesFromRedisAlone() throws IOException, InterruptedException {
    long units;
    try (Installed first = machine(Map.of())) {
      assertThat(zstd(Optional.of(first))).isEqualTo(bareZstd);
      units = first.count("Cache misses");
      first.command("--stop-server");
    }
    assertThat(units).isGreaterThanOrEqualTo(ZSTD.units());
    long kept = machines.keys();
    Map<String, String> reading = Map.of("LARDER_REDIS_RW_MODE", "READ_ONLY");
    try (Installed second = machine(reading)) {
      assertThat(zstd(Optional.of(second))).isEqualTo(bareZstd);
      assertThat(second.count("Cache hits")).isEqualTo(units);
      assertThat(second.count("Cache misses")).isZero();
      assertThat(second.count("  L1 (redis) hits")).isEqualTo(units);
      assertThat(second.count("  L0 (disk) backfills to")).isEqualTo(units);
      second.command("--zero-stats");
      assertThat(zstd(Optional.of(second))).isEqualTo(bareZstd);
      assertThat(second.count("  L1 (redis) hits")).isZero();
      assertThat(second.count("Cache hits")).isEqualTo(units);
      second.command("--stop-server");
      assertThat(machines.keys()).as("a reader stores nothing").isEqualTo(kept);
    }
  }

  private SortedMap<String, String> zstd(Optional<Installed> larder)
      throws IOException, InterruptedException {
    Path copy = directory.resolve("work").resolve(ZSTD.name());
    Tree.copy(Tree.source(ZSTD.name()), copy);
    ZSTD.build(copy, larder, 2).run();
    return Tree.objects(copy);
  }

  @Test
  void poisoned_isNeverBelieved() throws IOException, InterruptedException {
    fill(Map.of());
    // Each value in a way of its own: junk, cut off, another's, half a gigabyte, another type.
    redis.cli(
        "EVAL",
        """
        local all = redis.call('KEYS', '*:v1:*')
        for i, k in ipairs(all) do
          if i == 2 then redis.call('SET', k, redis.call('GETRANGE', k, 0, -2))
          elseif i == 3 then redis.call('SET', k, redis.call('GET', all[i + 1]))
          elseif i == 4 then redis.call('SETRANGE', k, 500000000, 'x')
          elseif i == 5 then redis.call('DEL', k); redis.call('SADD', k, 'x')
          else redis.call('SET', k, string.rep('x', i * 1000)) end
        end
        """,
        "0");
    try (Installed reader = machine(Map.of())) {
      assertThat(build(reader)).isEqualTo(bare);
      String statistics = json(reader);
      assertThat(number(statistics, "corrupted_entries")).as(statistics).isEqualTo(UNITS);
      assertThat(reader.count("Cache hits")).isZero();
      assertThat(reader.count("Compile requests")).isEqualTo(UNITS);
      reader.command("--stop-server");
    }
    try (Installed healed = machine(Map.of())) {
      assertThat(build(healed)).isEqualTo(bare);
      assertThat(healed.count("Cache hits")).isEqualTo(UNITS);
    }
  }

  @Test
  void redisAlone_worksWithoutADisk() throws IOException, InterruptedException {
    Map<String, String> alone = Map.of("SCCACHE_MULTILEVEL_CHAIN", "redis");
    try (Installed writer = machine(alone)) {
      assertThat(build(writer)).isEqualTo(bare);
      assertThat(writer.command("--stop-server"))
          .contains("Cache location                  redis, name: " + redis.socket());
      assertThat(writer.cache().resolve("values")).doesNotExist();
    }
    try (Installed reader = machine(alone)) {
      assertThat(build(reader)).isEqualTo(bare);
      assertThat(reader.count("Cache hits")).isEqualTo(UNITS);
      assertThat(reader.cache().resolve("values")).doesNotExist();
    }
  }

  @Test
  void unsigned_isNotBelievedWhereKeysAreTrusted() throws IOException, InterruptedException {
    Path key = directory.resolve("key");
    Path trusted = Keys.generate(key);
    fill(Map.of());
    Map<String, String> strict = Map.of("LARDER_TRUSTED_KEYS", trusted.toString());
    try (Installed reader = machine(strict)) {
      assertThat(build(reader)).isEqualTo(bare);
      assertThat(reader.count("Cache hits")).isZero();
    }
    redis.cli("FLUSHALL");
    fill(Map.of("LARDER_SIGNING_KEY", key.toString()));
    try (Installed reader = machine(strict)) {
      assertThat(build(reader)).isEqualTo(bare);
      assertThat(reader.count("Cache hits")).isEqualTo(UNITS);
    }
  }

  @Test
  void badLine_neverChangesABuild() throws IOException, InterruptedException {
    fill(Map.of());
    List<Consumer<Proxy>> ways =
        List.of(
            proxy -> proxy.delay(Duration.ofMillis(20)),
            proxy -> proxy.stall(true),
            proxy -> proxy.cutAfter(6_000),
            proxy -> proxy.corruptOneByteIn(700),
            proxy -> proxy.limit(20_000));
    for (Consumer<Proxy> way : ways) {
      try (Proxy proxy = Proxy.to(redis.port())) {
        way.accept(proxy);
        Map<String, String> through =
            Map.of(
                "LARDER_REDIS_ENDPOINT",
                "redis://127.0.0.1:" + proxy.port(),
                "LARDER_REDIS_PATIENCE",
                "400ms");
        try (Installed reader = machine(through)) {
          assertThat(build(reader)).isEqualTo(bare);
          assertThat(build(reader)).isEqualTo(bare);
          assertThat(reader.count("Compile requests")).isEqualTo(2 * UNITS);
          assertThat(reader.count("Cache hits")).isGreaterThanOrEqualTo(UNITS);
        }
      }
    }
  }

  @Test
  void password_isNowhereToBeSeen() throws IOException, InterruptedException {
    Map<String, String> settings =
        Map.of(
            "LARDER_REDIS_ENDPOINT",
            "redis://someone:pa55word@127.0.0.1:" + redis.port(),
            "LARDER_LOG",
            "trace");
    try (Installed larder = machine(settings)) {
      assertThat(build(larder)).isEqualTo(bare);
      List<String> shown =
          List.of(
              json(larder),
              larder.command("--show-adv-stats"),
              larder.command("explain"),
              larder.command("--stop-server"),
              Files.readString(larder.cache().resolve("larder.log")));
      assertThat(shown).noneMatch(text -> text.contains("pa55word"));
      assertThat(shown.getFirst()).contains("WRONGPASS");
    }
  }
}

package dev.larder.daemon.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.daemon.config.Problem;
import dev.larder.storage.Description;
import dev.larder.storage.tiered.TierEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * The expected texts are what sccache 0.19.0 printed, with Larder's version in place of its own.
 */
final class ReportTest {
  private static final Description DISK =
      new Description(
          "Local disk: \"/p\"", OptionalLong.of(6916), OptionalLong.of(10L * 1024 * 1024 * 1024));

  private final Tallies tallies = new Tallies();

  private void count(Event... events) {
    List.of(events).forEach(tallies::count);
  }

  private void twoMisses() {
    count(
        new Event.Requested(),
        new Event.Executed(),
        new Event.Missed("C/C++", "c [gcc]"),
        new Event.Compiled(Duration.ofNanos(43168325)),
        new Event.Written(Duration.ofNanos(321205)),
        new Event.Requested(),
        new Event.Executed(),
        new Event.Missed("Rust", "rust"),
        new Event.Compiled(Duration.ofNanos(40000000)),
        new Event.Written(Duration.ofNanos(400000)));
  }

  private Report report(Problem... problems) {
    return new Report(
        tallies.now(), DISK, "0.1.0", List.of(), Optional.of(false), List.of(problems));
  }

  @Test
  void text_twoMisses_isSccachesToTheByte() {
    twoMisses();

    assertThat(TextReport.of(report(), false))
        .isEqualTo(
            """
            Compile requests                      2
            Compile requests executed             2
            Cache hits                            0
            Cache misses                          2
            Cache misses (C/C++)                  1
            Cache misses (Rust)                   1
            Cache hits rate                    0.00 %
            Cache hits rate (C/C++)            0.00 %
            Cache hits rate (Rust)             0.00 %
            Cache timeouts                        0
            Cache read errors                     0
            Forced recaches                       0
            Cache write errors                    0
            Cache errors                          0
            Compilations                          2
            Compilation failures                  0
            Non-cacheable compilations            0
            Non-cacheable calls                   0
            Non-compilation calls                 0
            Unsupported compiler calls            0
            Average cache write               0.000 s
            Average compiler                  0.041 s
            Average cache read hit            0.000 s
            Failed distributed compilations       0
            Cache location                  Local disk: "/p"
            Base directories                (none)
            Use direct/preprocessor mode?   yes
            Version (client)                0.1.0
            Cache size                            7 KiB
            Max cache size                       10 GiB
            """);
  }

  @Test
  void json_twoMisses_isSccachesToTheByteAndLardersOwn() {
    twoMisses();

    assertThat(JsonReport.of(report()))
        .isEqualTo(
            """
            {"stats":{"compile_requests":2,"requests_unsupported_compiler":0,"requests_not_compile":0,\
            "requests_not_cacheable":0,"requests_executed":2,\
            "cache_errors":{"counts":{},"adv_counts":{}},"cache_hits":{"counts":{},"adv_counts":{}},\
            "cache_misses":{"counts":{"C/C++":1,"Rust":1},"adv_counts":{"c [gcc]":1,"rust":1}},\
            "cache_timeouts":0,"cache_read_errors":0,"non_cacheable_compilations":0,\
            "forced_recaches":0,"cache_write_errors":0,"cache_writes":2,\
            "cache_write_duration":{"secs":0,"nanos":721205},\
            "cache_read_hit_duration":{"secs":0,"nanos":0},"compilations":2,\
            "compiler_write_duration":{"secs":0,"nanos":83168325},"compile_fails":0,\
            "not_cached":{},"dist_compiles":{},"dist_errors":0,"multi_level":null},\
            "cache_location":"Local disk: \\"/p\\"","cache_size":6916,"max_cache_size":10737418240,\
            "use_preprocessor_cache_mode":true,"version":"0.1.0","basedirs":[],\
            "effective_cache_mode":"ReadWrite",\
            "larder":{"corrupted_entries":0,"verified_hits":0,"wrong_hits":0,"hits_not_placed":0,\
            "not_stored":{},"write_failures":{},"cache_trouble":{},"tier_trouble":{},"tiers":{},\
            "prefetch":{"entries":0,"bytes":0,"used":0,"used_bytes":0},"problems":[]}}""");
  }

  @Test
  void text_nothingYet_hasNoRate() {
    assertThat(TextReport.of(report(), false))
        .contains("Cache hits rate                       -\n")
        .contains("Cache misses                          0\nCache hits rate");
  }

  @Test
  void text_advanced_tellsCompilersApartAndShowsTheMode() {
    twoMisses();
    count(new Event.Hit("Rust", "rust", Duration.ofMillis(12)));

    assertThat(TextReport.of(report(), true))
        .contains("Cache hits (rust)                     1\n")
        .contains("Cache misses (c [gcc])                1\n")
        .contains("Cache hits rate                   33.33 %\n")
        .contains("Cache hits rate (c [gcc])          0.00 %\n")
        .containsPattern("Cache hits rate \\(rust\\)\\s+50\\.00\\s%")
        .contains("Average cache read hit            0.012 s\n")
        .contains(
            """
            Cache location                  Local disk: "/p"
            Effective cache mode            ReadWrite
            Base directories                (none)
            """);
  }

  @Test
  void text_scriptsOfSccache_findWhatTheyGrep() {
    count(
        new Event.Hit("Rust", "rust", Duration.ZERO),
        new Event.Hit("Rust", "rust", Duration.ZERO),
        new Event.Missed("Rust", "rust"),
        new Event.Missed("Rust", "rust"));

    assertThat(TextReport.of(report(), false))
        .containsPattern("Cache hits\\s*[1-9]")
        .containsPattern("Cache hits rate\\s+50\\.00\\s%")
        .containsPattern("Cache hits rate \\(Rust\\)\\s+50\\.00\\s%");
    assertThat(JsonReport.of(report()))
        .contains("\"cache_hits\":{\"counts\":{\"Rust\":2},\"adv_counts\":{\"rust\":2}}");
  }

  @Test
  void text_bypasses_areListedByNumberThenName() {
    count(
        new Event.NotCacheable("crate-type (bin)"),
        new Event.NotCacheable("-E"),
        new Event.NotCacheable("multiple input files"),
        new Event.NotCacheable("multiple input files"));

    assertThat(TextReport.of(report(), false))
        .contains(
            """
            Failed distributed compilations       0

            Non-cacheable reasons:
            multiple input files                  2
            -E                                    1
            crate-type (bin)                      1

            Cache location                  Local disk: "/p"
            """);
  }

  @Test
  void text_lardersOwn_followOnlyWhereNotZero() {
    count(
        new Event.AtTier(new TierEvent.Corrupted("disk", "damaged")),
        new Event.Verified(false),
        new Event.HitNotPlaced(),
        new Event.NotStored("input changed during the compile"),
        new Event.WriteFailed("No space left on device"),
        new Event.CacheTrouble("C/C++", "c [gcc]", "store is gone"));

    assertThat(TextReport.of(report(new Problem("LARDER_X is no setting")), false))
        .contains("Cache read errors                     1\n")
        .contains("Cache errors (C/C++)                  1\n")
        .contains(
            """
            Failed distributed compilations       0
            Corrupted entries                     1
            Verified hits                         1
            Wrong hits                            1
            Hits not placed                       1

            Not stored reasons:
            input changed during the compile       1

            Cache write error reasons:
            No space left on device               1

            Cache error reasons:
            store is gone                         1

            Cache location                  Local disk: "/p"
            """)
        .endsWith(
            """
            Max cache size                       10 GiB

            Settings that could not be used:
              LARDER_X is no setting
            """);
  }

  @Test
  void prefetch_isToldWithItsPrecision() throws JsonProcessingException {
    assertThat(TextReport.of(report(), false)).doesNotContain("refetch");
    for (int i = 0; i < 4; i++) {
      count(new Event.Prefetched(3 << 20));
    }
    count(new Event.PrefetchUsed(3 << 20));

    assertThat(TextReport.of(report(), false))
        .contains(
            """
            Prefetched                            4
            Prefetched MiB                       12
            Prefetched and used                   1
            Prefetch precision                25.00 %
            """);
    JsonNode json = new ObjectMapper().readTree(JsonReport.of(report()));
    assertThat(json.at("/larder/prefetch/entries").asLong()).isEqualTo(4);
    assertThat(json.at("/larder/prefetch/bytes").asLong()).isEqualTo(12 << 20);
    assertThat(json.at("/larder/prefetch/used").asLong()).isEqualTo(1);
    assertThat(json.at("/larder/prefetch/used_bytes").asLong()).isEqualTo(3 << 20);
  }

  @Test
  void text_withoutDaemon_hasNeitherSizeNorMode() {
    Report report =
        new Report(
            Counts.NONE,
            new Description("Local disk: \"/p\"", OptionalLong.empty(), OptionalLong.of(723)),
            "0.1.0",
            List.of(),
            Optional.empty(),
            List.of());

    assertThat(TextReport.of(report, true))
        .doesNotContain("Effective cache mode", "\nCache size")
        .endsWith("Max cache size                      723 bytes\n");
    assertThat(JsonReport.of(report))
        .contains("\"cache_size\":null,\"max_cache_size\":723,")
        .contains("\"effective_cache_mode\":null");
  }

  @Test
  void text_remoteStore_hasNoDirectMode() {
    Report report =
        new Report(
            Counts.NONE,
            new Description(
                "redis, name: tcp://r:6379, prefix: /", OptionalLong.empty(), OptionalLong.empty()),
            "0.1.0",
            List.of(),
            Optional.of(true),
            List.of());

    assertThat(TextReport.of(report, true))
        .contains("Effective cache mode            ReadOnly\n")
        .doesNotContain("direct/preprocessor", "Max cache size");
  }

  @Test
  void baseDirectories_haveASlashAtTheirEnds() {
    Report report =
        new Report(Counts.NONE, DISK, "0.1.0", List.of("/a", "/b/c"), Optional.empty(), List.of());

    assertThat(TextReport.of(report, false))
        .contains("Base directories                /a/, /b/c/\n");
    assertThat(JsonReport.of(report)).contains(",\"basedirs\":[\"/a/\",\"/b/c/\"],");
  }

  private Report ofTwoLevels() {
    count(
        new Event.AtTier(new TierEvent.Missed("disk")),
        new Event.AtTier(new TierEvent.Hit("redis", Duration.ofMillis(4), 1000)),
        new Event.AtTier(new TierEvent.Backfilled("redis", "disk")),
        new Event.AtTier(new TierEvent.Written("redis", Duration.ofMillis(2), 500)),
        new Event.AtTier(new TierEvent.WriteFailed("redis", "it said OOM")));
    Description redis =
        new Description(
            "redis, name: r:6379, prefix: larder",
            OptionalLong.empty(),
            OptionalLong.empty(),
            "connected",
            List.of());
    return new Report(
        tallies.now(),
        Description.of(
            List.of(new Description.Level("disk", DISK), new Description.Level("redis", redis))),
        "0.1.0",
        List.of(),
        Optional.of(false),
        List.of());
  }

  @Test
  void text_twoLevels_hasTheRowsOfEach() {
    assertThat(TextReport.of(ofTwoLevels(), false))
        .contains(
            """
            Multi-level cache levels               2
              L0 (disk) hits                       0
              L0 (disk) misses                     1
              L0 (disk) hit rate                0.00 %
              L0 (disk) writes                     0
              L0 (disk) write failures             0
              L0 (disk) backfills from             0
              L0 (disk) backfills to               1
              L0 (disk) avg cache write        0.000 s
              L0 (disk) avg cache read hit     0.000 s
              L1 (redis) hits                      1
              L1 (redis) misses                    0
              L1 (redis) hit rate             100.00 %
              L1 (redis) writes                    1
              L1 (redis) write failures            1
              L1 (redis) backfills from            1
              L1 (redis) backfills to              0
              L1 (redis) avg cache write       0.002 s
              L1 (redis) avg cache read hit    0.004 s
            """,
            """
            Shared cache trouble:
            redis: not written: it said OOM        1
            """,
            """
            Cache location                  Multi-level (2 levels)
              L0 (disk)                     Local disk: "/p"
              L1 (redis)                    redis, name: r:6379, prefix: larder
            Connection (redis)              connected
            """)
        .endsWith("Max cache size                        10 GiB\n");
  }

  @Test
  void json_twoLevels_areAListAsInSccache() throws JsonProcessingException {
    String text = JsonReport.of(ofTwoLevels());
    assertThat(text)
        .contains(
            "\"multi_level\":[{\"name\":\"L0 (disk)\",\"location\":\"Local disk: \\\"/p\\\"\","
                + "\"hits\":0,\"misses\":1,\"writes\":0,\"write_failures\":0,"
                + "\"backfills_from\":0,\"backfills_to\":1,"
                + "\"hit_duration\":{\"secs\":0,\"nanos\":0},"
                + "\"write_duration\":{\"secs\":0,\"nanos\":0}},{\"name\":\"L1 (redis)\",");
    JsonNode json = new ObjectMapper().readTree(text);
    assertThat(json.at("/stats/multi_level/1/hits").asLong()).isEqualTo(1);
    assertThat(json.at("/larder/tiers/redis/bytes_read").asLong()).isEqualTo(1000);
    assertThat(json.at("/larder/tiers/redis/condition").asText()).isEqualTo("connected");
    assertThat(json.at("/larder/tier_trouble/redis: not written: it said OOM").asLong())
        .isEqualTo(1);
    assertThat(json.at("/cache_location").asText()).isEqualTo("Multi-level (2 levels)");
  }

  @Test
  void json_anyText_isParsedBackTheSame() throws JsonProcessingException {
    String odd = "a \"quoted\" \\ \n\t\u0001 é 名";
    count(new Event.NotCacheable(odd), new Event.NotCacheable("@"), new Event.NotStored(odd));
    Description store =
        new Description(
            "Local disk: \"" + Path.of("/ü") + "\"", OptionalLong.empty(), OptionalLong.empty());
    Report report =
        new Report(
            tallies.now(), store, "0.1.0", List.of(), Optional.of(true), List.of(new Problem(odd)));

    JsonNode json = new ObjectMapper().readTree(JsonReport.of(report));
    assertThat(json.at("/stats/not_cached").get(odd).asLong()).isEqualTo(1);
    assertThat(json.at("/stats/not_cached/@").asLong()).isEqualTo(1);
    assertThat(json.at("/larder/not_stored").get(odd).asLong()).isEqualTo(1);
    assertThat(json.at("/larder/problems/0").asText()).isEqualTo(odd);
    assertThat(json.at("/cache_location").asText()).isEqualTo("Local disk: \"/ü\"");
    assertThat(json.at("/effective_cache_mode").asText()).isEqualTo("ReadOnly");
  }
}

package dev.larder.daemon.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.tiered.TierEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatisticsTest {
  private static final Event HIT = new Event.Hit("C/C++", "c [gcc]", Duration.ofNanos(7));

  @TempDir private Path temporary;
  private Path directory;
  private final Later later = new Later();
  private Statistics statistics;

  @BeforeEach
  void create() {
    directory = temporary.resolve("cache");
    statistics = new Statistics(directory, later);
  }

  private void countEachEvent() {
    List.of(
            new Event.Requested(),
            new Event.NotCompilation(),
            new Event.NotCacheable("-E"),
            new Event.NotCacheable("-E"),
            new Event.NotCacheable("multiple input files"),
            new Event.Unsupported(),
            new Event.Executed(),
            HIT,
            new Event.Missed("Assembler", "assembler [gcc]"),
            new Event.Compiled(Duration.ofMillis(3)),
            new Event.CompileFailed(),
            new Event.Written(Duration.ofNanos(5)),
            new Event.WriteFailed("disk full"),
            new Event.NotStored("input changed during the compile"),
            new Event.CacheTrouble("C/C++", "c [gcc]", "store is gone"),
            new Event.AtTier(new TierEvent.Corrupted("disk", "damaged")),
            new Event.AtTier(new TierEvent.Hit("redis", Duration.ofNanos(7), 70)),
            new Event.AtTier(new TierEvent.Missed("disk")),
            new Event.AtTier(new TierEvent.Unavailable("redis", "no answer in time")),
            new Event.AtTier(new TierEvent.Written("redis", Duration.ofNanos(8), 80)),
            new Event.AtTier(new TierEvent.WriteFailed("redis", "it said OOM")),
            new Event.AtTier(new TierEvent.Backfilled("redis", "disk")),
            new Event.Recached(),
            new Event.Timeout(),
            new Event.Verified(true),
            new Event.Verified(false),
            new Event.HitNotPlaced(),
            new Event.Prefetched(30),
            new Event.PrefetchUsed(20))
        .forEach(statistics::count);
  }

  @Test
  void count_eachEvent_isInTheNumbers() throws IOException {
    countEachEvent();

    Counts counts = statistics.counts();
    assertThat(counts.counters())
        .containsOnlyKeys(Counter.values())
        .containsEntry(Counter.REQUESTS_NOT_CACHEABLE, 3L)
        .containsEntry(Counter.CACHE_READ_HIT_DURATION, 7L)
        .containsEntry(Counter.COMPILER_WRITE_DURATION, 3_000_000L)
        .containsEntry(Counter.CACHE_WRITE_DURATION, 5L)
        .containsEntry(Counter.VERIFIED_HITS, 2L)
        .containsEntry(Counter.PREFETCHED_BYTES, 30L)
        .containsEntry(Counter.PREFETCH_USED_BYTES, 20L);
    assertThat(counts.counters().entrySet())
        .filteredOn(entry -> entry.getValue() == 1)
        .hasSize(Counter.values().length - 7);
    assertThat(counts.tallies()).containsOnlyKeys(Tally.values());
    assertThat(counts.get(Tally.NOT_CACHED))
        .isEqualTo(Map.of("-E", 2L, "multiple input files", 1L));
    assertThat(counts.get(Tally.CACHE_HITS)).isEqualTo(Map.of("C/C++", 1L));
    assertThat(counts.get(Tally.CACHE_HITS_DETAIL)).isEqualTo(Map.of("c [gcc]", 1L));
    assertThat(counts.get(Tally.CACHE_MISSES)).isEqualTo(Map.of("Assembler", 1L));
    assertThat(counts.get(Tally.CACHE_ERRORS)).isEqualTo(Map.of("C/C++", 1L));
    assertThat(counts.get(Tally.NOT_STORED))
        .isEqualTo(Map.of("input changed during the compile", 1L));
    assertThat(counts.get(Tally.TIER_HITS)).isEqualTo(Map.of("redis", 1L));
    assertThat(counts.get(Tally.TIER_HIT_DURATION)).isEqualTo(Map.of("redis", 7L));
    assertThat(counts.get(Tally.TIER_BYTES_READ)).isEqualTo(Map.of("redis", 70L));
    assertThat(counts.get(Tally.TIER_MISSES)).isEqualTo(Map.of("disk", 2L, "redis", 1L));
    assertThat(counts.get(Tally.TIER_TROUBLE))
        .isEqualTo(Map.of("redis: no answer in time", 1L, "redis: not written: it said OOM", 1L));
  }

  @Test
  void save_everyNumber_isReadBackTheSame() throws IOException {
    countEachEvent();
    Counts counts = statistics.counts();
    statistics.save();

    assertThat(Statistics.saved(directory)).isEqualTo(counts);
    assertThat(statistics.counts()).isEqualTo(counts);
  }

  @Test
  void count_many_areSavedByOneTask() throws IOException {
    statistics.count(HIT);
    statistics.count(HIT);
    assertThat(later.waiting()).isEqualTo(1);
    assertThat(Statistics.saved(directory)).isEqualTo(Counts.NONE);

    later.come();
    assertThat(Statistics.saved(directory).total(Tally.CACHE_HITS)).isEqualTo(2);

    statistics.count(HIT);
    later.come();
    assertThat(Statistics.saved(directory).total(Tally.CACHE_HITS)).isEqualTo(3);
  }

  @Test
  void save_nothingNew_writesNothing() throws IOException {
    statistics.save();

    assertThat(directory).doesNotExist();
  }

  @Test
  void restart_afterSave_goesOn() throws IOException {
    statistics.count(HIT);
    statistics.save();
    Statistics next = new Statistics(directory, later);
    next.count(HIT);

    assertThat(next.counts().total(Tally.CACHE_HITS)).isEqualTo(2);
  }

  @Test
  void save_severalDaemons_addUp() throws IOException {
    Statistics other = new Statistics(directory, later);
    for (int round = 0; round < 3; round++) {
      statistics.count(HIT);
      other.count(HIT);
      other.count(new Event.Requested());
      statistics.save();
      other.save();
    }

    assertThat(statistics.counts()).isEqualTo(other.counts());
    assertThat(statistics.counts().total(Tally.CACHE_HITS)).isEqualTo(6);
    assertThat(statistics.counts().get(Counter.COMPILE_REQUESTS)).isEqualTo(3);
  }

  @Test
  void zero_afterSaves_startsAnew() throws IOException {
    statistics.count(HIT);
    statistics.save();
    statistics.count(HIT);
    statistics.zero();
    assertThat(statistics.counts()).isEqualTo(Counts.NONE);
    assertThat(Statistics.saved(directory)).isEqualTo(Counts.NONE);

    statistics.count(HIT);
    statistics.save();
    assertThat(statistics.counts().total(Tally.CACHE_HITS)).isEqualTo(1);
  }

  @Test
  void zero_byAnotherProcess_isNotUndone() throws IOException {
    statistics.count(HIT);
    statistics.save();
    Statistics.zero(directory);
    statistics.count(HIT);
    statistics.save();

    assertThat(statistics.counts().total(Tally.CACHE_HITS)).isEqualTo(1);
  }

  @Test
  void counts_damagedFile_startAnew() throws IOException {
    Files.createDirectories(directory);
    for (String damage :
        List.of("", "larder statistics 99\ncompilations 3\n", "{\"a\": 1}", "\u0000\u0001")) {
      Files.writeString(directory.resolve("stats"), damage);
      assertThat(statistics.counts()).as(damage).isEqualTo(Counts.NONE);
    }
    Files.write(directory.resolve("stats"), new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
    assertThat(statistics.counts()).isEqualTo(Counts.NONE);
    Files.write(directory.resolve("stats"), new byte[2 << 20]);
    assertThat(statistics.counts()).isEqualTo(Counts.NONE);
  }

  @Test
  void counts_damagedLines_areLeftOut() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("stats"),
        """
        larder statistics 1
        compilations 3
        compilations -4
        of_the_future 1
        not_cached 2 a b
        cache_hits
        cache_hits 1
        cache_hits x C/C++
        compile_fails 99999999999999999999
        """);

    Counts counts = statistics.counts();
    assertThat(counts.counters()).isEqualTo(Map.of(Counter.COMPILATIONS, 3L));
    assertThat(counts.tallies()).containsOnlyKeys(Tally.NOT_CACHED);
    assertThat(counts.get(Tally.NOT_CACHED)).isEqualTo(Map.of("a b", 2L));
  }

  @Test
  void count_directoryCanNotBeMade_countsOnInMemory() throws IOException {
    Files.writeString(directory, "a file");
    statistics.count(HIT);
    later.come();
    statistics.count(HIT);
    later.come();
    Files.delete(directory);
    assertThat(statistics.counts().total(Tally.CACHE_HITS)).isEqualTo(2);

    statistics.save();
    assertThat(Statistics.saved(directory).total(Tally.CACHE_HITS)).isEqualTo(2);
  }

  @Test
  void count_reasonsWithoutEnd_areBounded() throws IOException {
    for (int i = 0; i < 1000; i++) {
      statistics.count(new Event.NotCacheable("reason " + i));
    }

    assertThat(statistics.counts().get(Tally.NOT_CACHED)).hasSize(301).containsEntry("other", 700L);
  }

  @Test
  void count_byManyThreads_losesNothing() throws IOException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 8; thread++) {
        threads.execute(
            () -> {
              for (int i = 0; i < 1000; i++) {
                statistics.count(HIT);
                if (i % 100 == 0) {
                  later.come();
                }
              }
            });
      }
    }
    statistics.save();

    assertThat(Statistics.saved(directory).total(Tally.CACHE_HITS)).isEqualTo(8000);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("stats", "stats.lock");
    }
  }
}

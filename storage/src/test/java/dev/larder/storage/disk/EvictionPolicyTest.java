package dev.larder.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.disk.EvictionPolicy.Candidate;
import dev.larder.storage.disk.EvictionPolicy.Excess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EvictionPolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration GRACE = Duration.ofMinutes(1);

  private static Candidate used(Duration ago, long size) {
    return new Candidate(size, NOW.minus(ago));
  }

  private static Optional<Excess> excess(Candidate... files) {
    return EvictionPolicy.excess(List.of(files), 100, NOW, GRACE);
  }

  @Test
  void excess_withinTheLimit_isNone() {
    assertThat(excess()).isEmpty();
    assertThat(excess(used(Duration.ofDays(9), 50), used(Duration.ofDays(8), 50))).isEmpty();
  }

  @Test
  void excess_overTheLimit_reachesToTheOldestThatSuffice() {
    assertThat(
            excess(
                used(Duration.ofDays(1), 80),
                used(Duration.ofDays(3), 10),
                used(Duration.ofDays(2), 11)))
        .contains(new Excess(NOW.minus(Duration.ofDays(2)), 21));
  }

  @Test
  void excess_usedJustNow_isProtected() {
    assertThat(excess(used(Duration.ofSeconds(59), 80), used(Duration.ofSeconds(1), 80))).isEmpty();
    assertThat(excess(used(Duration.ofSeconds(61), 80), used(Duration.ofSeconds(1), 80)))
        .contains(new Excess(NOW.minusSeconds(61), 80));
  }

  @Test
  void excess_usedInTheFarFuture_isNotProtected() {
    assertThat(excess(used(Duration.ofDays(-400), 200)))
        .contains(new Excess(NOW.plus(Duration.ofDays(400)), 200));
  }

  @Test
  void excess_anyFiles_freesEnoughAndNoMoreThanOneFileTooMuch() {
    Random random = new Random(11);
    for (int round = 0; round < 500; round++) {
      List<Candidate> files = new ArrayList<>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        // Whole days apart, so that no two share a moment.
        files.add(used(Duration.ofDays(files.size() + 1), random.nextInt(20)));
      }
      long total = files.stream().mapToLong(Candidate::size).sum();
      Optional<Excess> excess = EvictionPolicy.excess(files, 100, NOW, GRACE);
      assertThat(excess.isPresent()).isEqualTo(total > 100);
      excess.ifPresent(
          found -> {
            long gone =
                files.stream()
                    .filter(file -> !file.lastUse().isAfter(found.until()))
                    .mapToLong(Candidate::size)
                    .sum();
            assertThat(found.bytes()).isEqualTo(gone);
            assertThat(gone).isBetween(total - 90, total - 90 + 20);
          });
    }
  }
}

package dev.larder.storage.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class FarTimesTest {
  private static final long LITTLE = 4096;
  private static final long MUCH = 1 << 20;

  private final AtomicLong now = new AtomicLong(-5);
  private final FarTimes times = new FarTimes(now::get);

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void expected_beforeAnyAnswer_isUnknown() {
    assertThat(times.expected()).isEmpty();
    times.fetched(millis(10), LITTLE);
    assertThat(times.expected()).isEmpty();
  }

  @Test
  void expected_isTwoAnswersOneAfterTheOther() {
    times.listed(millis(10));
    assertThat(times.expected()).contains(Duration.ofMillis(20));
    times.fetched(millis(30), LITTLE);
    assertThat(times.expected()).contains(Duration.ofMillis(40));
  }

  @Test
  void expected_largeValue_tellsNothingOfTheNext() {
    times.listed(millis(10));
    times.fetched(millis(3000), MUCH);
    assertThat(times.expected()).contains(Duration.ofMillis(20));
  }

  @Test
  void expected_followsTheLatestByAQuarter() {
    times.listed(millis(10));
    times.listed(millis(50));
    times.fetched(millis(0), LITTLE);
    assertThat(times.expected()).contains(Duration.ofMillis(20));
  }

  @Test
  void expected_afterAWhile_isUnknownSoThatTheStoreIsAskedAgain() {
    times.listed(millis(10));
    times.fetched(millis(2000), LITTLE);
    pass(Duration.ofSeconds(19));
    assertThat(times.expected()).isPresent();
    pass(Duration.ofSeconds(1));
    assertThat(times.expected()).isEmpty();
    // The store is quick again, and what a value took in its bad time says nothing any more.
    times.listed(millis(1));
    assertThat(times.expected()).contains(Duration.ofMillis(2));
    times.fetched(millis(1), LITTLE);
    assertThat(times.expected()).contains(Duration.ofMillis(2));
  }
}

package dev.larder.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecordingsTest {
  private final Recordings recordings = new Recordings();

  @Test
  void settle_withNothingUnderWay_returns() throws Exception {
    recordings.begin().close();
    recordings.settle(Duration.ofDays(1));
    assertThat(settled(Duration.ofDays(1)).get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void settle_waitsForWhatIsUnderWay() throws Exception {
    Recordings.UnderWay one = recordings.begin();
    Recordings.UnderWay other = recordings.begin();
    CompletableFuture<Boolean> settled = settled(Duration.ofDays(1));
    one.close();
    assertThat(settled.completeOnTimeout(false, 100, TimeUnit.MILLISECONDS).get()).isFalse();
    CompletableFuture<Boolean> again = settled(Duration.ofDays(1));
    other.close();
    assertThat(again.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void settle_waitsNoLongerThanItsLimit() throws Exception {
    try (Recordings.UnderWay stuck = recordings.begin()) {
      assertThat(settled(Duration.ofMillis(10)).get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private CompletableFuture<Boolean> settled(Duration limit) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            recordings.settle(limit);
            return true;
          } catch (InterruptedException e) {
            return false;
          }
        });
  }
}

package dev.larder.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.CacheKey;
import dev.larder.storage.KeyHasher;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FlightsTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Flights flights = new Flights();
  private final CacheKey key = new KeyHasher("test").text("one").toKey();

  @Test
  void follower_ofALeaderThatLands_isLetGo() throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Flights.Flight leading = flights.boardOrWait(key, Optional.empty(), LONG).orElseThrow();
      Future<Optional<Flights.Flight>> follower =
          executor.submit(() -> flights.boardOrWait(key, Optional.empty(), LONG));
      leading.close();
      // Who came before the landing waited for it; who came after leads a flight of its own.
      follower.get().ifPresent(Flights.Flight::close);
      assertThat(flights.boardOrWait(key, Optional.empty(), LONG)).isPresent();
    }
  }

  @Test
  void follower_ofALeaderThatTakesTooLong_goesOnAlone() throws Exception {
    try (Flights.Flight leading = flights.boardOrWait(key, Optional.empty(), LONG).orElseThrow()) {
      assertThat(flights.boardOrWait(key, Optional.empty(), Duration.ofMillis(1))).isEmpty();
    }
    assertThat(flights.boardOrWait(key, Optional.empty(), LONG)).isPresent();
  }

  @Test
  void follower_ofALeaderThatHasCompiled_waitsUntilTheResultIsKept() throws Exception {
    Flights.Flight leading = flights.boardOrWait(key, Optional.empty(), LONG).orElseThrow();
    leading.compiled();
    FutureTask<Long> follower =
        new FutureTask<>(
            () -> {
              // No patience with the compile: only the keeping is waited for.
              assertThat(flights.boardOrWait(key, Optional.empty(), Duration.ZERO)).isEmpty();
              return System.nanoTime();
            });
    Thread thread = new Thread(follower);
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
      Thread.onSpinWait();
    }
    long kept = System.nanoTime();
    leading.close();
    assertThat(follower.get()).isGreaterThanOrEqualTo(kept);
  }

  @Test
  void caller_thatLookedInVainWhileTheResultWasKept_looksAgain() throws Exception {
    assertThat(flights.underWay(key)).isEmpty();
    Flights.Flight leading = flights.boardOrWait(key, Optional.empty(), LONG).orElseThrow();
    Optional<Flights.Flight> seen = flights.underWay(key);
    leading.close();
    assertThat(flights.boardOrWait(key, seen, LONG)).isEmpty();
    assertThat(flights.boardOrWait(key, Optional.empty(), LONG)).isPresent();
  }

  @Test
  void leader_ofAnotherKey_holdsNobodyUp() throws Exception {
    CacheKey other = new KeyHasher("test").text("other").toKey();
    try (Flights.Flight leading = flights.boardOrWait(key, Optional.empty(), LONG).orElseThrow()) {
      assertThat(flights.boardOrWait(other, Optional.empty(), LONG)).isPresent();
    }
  }

  @Test
  void landing_twice_doesNotLandTheNextFlight() throws Exception {
    Flights.Flight first = flights.boardOrWait(key, Optional.empty(), LONG).orElseThrow();
    first.close();
    try (Flights.Flight second = flights.boardOrWait(key, Optional.empty(), LONG).orElseThrow()) {
      first.close();
      assertThat(flights.boardOrWait(key, Optional.empty(), Duration.ofMillis(1))).isEmpty();
    }
  }
}

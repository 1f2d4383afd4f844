package dev.larder.storage.redis;

import java.time.Duration;

/** Times for tests that are about something else, on a machine that is busy. */
final class Patient {
  static final Timing TIMING =
      new Timing(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(40),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofMillis(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(20));

  private Patient() {}
}

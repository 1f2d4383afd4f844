package dev.larder.storage.redis;

import java.time.Duration;

/**
 * How long is waited for what.
 *
 * @param connect for a connection, from the first attempt on; later ones are made while nobody
 *     waits
 * @param reply for a sign of life from a server that was asked something
 * @param slow how long a reply may take without being held against the server
 * @param patience how much beyond that is borne in all before the server is left alone
 * @param pause how long it is then left alone, at first; doubled each time up to {@code longest}
 * @param upload for the reply to an upload, for which no build waits
 * @param drain for the uploads that are left at the end
 */
public record Timing(
    Duration connect,
    Duration reply,
    Duration slow,
    Duration patience,
    Duration pause,
    Duration longest,
    Duration upload,
    Duration drain) {
  /** What a build bears without anyone noticing. */
  public static final Timing STANDARD =
      new Timing(
          Duration.ofMillis(400),
          Duration.ofMillis(300),
          Duration.ofMillis(50),
          Duration.ofMillis(400),
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30));
}

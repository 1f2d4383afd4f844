package dev.larder.storage.redis;

import java.time.Duration;

/**
 * How long is waited for what.
 *
 * @param connect for a connection, from the first attempt on; later ones are made while nobody
 *     waits
 * @param reply for a sign of life from a server that was asked something
 * @param whole for all of a reply that keeps coming
 * @param slow how long a reply may take without being held against the server
 * @param patience how much beyond that is borne in all before the server is left alone
 * @param pause how long it is then left alone, at first; doubled each time up to {@code longest}
 * @param upload for the reply to an upload, for which no build waits
 */
public record Timing(
    Duration connect,
    Duration reply,
    Duration whole,
    Duration slow,
    Duration patience,
    Duration pause,
    Duration longest,
    Duration upload) {
  /** What a build bears without anyone noticing. */
  public static final Duration PATIENCE = Duration.ofMillis(400);

  /** The times that follow from how long a build may wait in vain. */
  public static Timing of(Duration patience) {
    return new Timing(
        patience,
        patience.multipliedBy(3).dividedBy(4),
        patience.multipliedBy(3).dividedBy(2),
        patience.dividedBy(8),
        patience,
        Duration.ofMillis(500),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5));
  }

  /** The same for uploads: nobody waits, so slowness is no trouble. */
  Timing forUploads() {
    return new Timing(
        upload, upload, upload.multipliedBy(2), upload, Duration.ofDays(1), pause, longest, upload);
  }

  /**
   * The same for what nobody has asked for yet. Slowness is no trouble, but silence is sooner than
   * elsewhere: somebody may wait for it after all, and would then ask again.
   */
  Timing forTransfersAhead() {
    return new Timing(
        upload,
        patience.dividedBy(2),
        upload.multipliedBy(2),
        upload,
        Duration.ofDays(1),
        pause,
        longest,
        upload);
  }
}

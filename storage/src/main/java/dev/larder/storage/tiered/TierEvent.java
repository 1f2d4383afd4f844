package dev.larder.storage.tiered;

import java.time.Duration;

/** Something that happened at one of several tiers, for statistics. */
public sealed interface TierEvent {
  /** The tier's name. */
  String tier();

  /** A value was found there. */
  record Hit(String tier, Duration took, long bytes) implements TierEvent {}

  /** A value was not found there. */
  record Missed(String tier) implements TierEvent {}

  /** Something was found damaged there, or forged, and was dropped. */
  record Corrupted(String tier, String reason) implements TierEvent {}

  /** It could not be asked. */
  record Unavailable(String tier, String reason) implements TierEvent {}

  /** A value was written there. */
  record Written(String tier, Duration took, long bytes) implements TierEvent {}

  /** A value or record that should have been written there was not. */
  record WriteFailed(String tier, String reason) implements TierEvent {}

  /** A value found there was copied to a nearer tier. */
  record Backfilled(String tier, String nearer) implements TierEvent {}
}

package dev.larder.storage.disk;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which files go when there are too many: those that were not used for longest. */
final class EvictionPolicy {
  private EvictionPolicy() {}

  /**
   * What counts of a file.
   *
   * @param size bytes that its deletion frees
   * @param lastUse when it was last read or written
   */
  record Candidate(long size, Instant lastUse) {}

  /**
   * What is to go.
   *
   * @param until files last used then or before
   * @param bytes until so many are freed: several files may have been used at that moment
   */
  record Excess(Instant until, long bytes) {}

  /**
   * Bytes that stay when something has to go: less than the limit, so that it is not soon again.
   */
  static long target(long limit) {
    return limit - limit / 10;
  }

  /**
   * What is to go, if anything.
   *
   * @param grace what was used within this time before {@code now} stays. A use that lies further
   *     than this in the future is a clock that was wrong, and protects nothing.
   */
  static Optional<Excess> excess(List<Candidate> files, long limit, Instant now, Duration grace) {
    long total = files.stream().mapToLong(Candidate::size).sum();
    if (total <= limit) {
      return Optional.empty();
    }
    long tooMuch = total - target(limit);
    Optional<Instant> until = Optional.empty();
    long found = 0;
    for (Candidate file :
        files.stream()
            .filter(candidate -> !isProtected(candidate.lastUse(), now, grace))
            .sorted(Comparator.comparing(Candidate::lastUse))
            .toList()) {
      if (found >= tooMuch) {
        break;
      }
      found += file.size();
      until = Optional.of(file.lastUse());
    }
    long bytes = found;
    return until.map(instant -> new Excess(instant, bytes));
  }

  /** Whether a file was used just now. */
  static boolean isProtected(Instant lastUse, Instant now, Duration grace) {
    return lastUse.isAfter(now.minus(grace)) && lastUse.isBefore(now.plus(grace));
  }
}

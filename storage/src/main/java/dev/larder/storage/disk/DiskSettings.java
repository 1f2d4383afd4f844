package dev.larder.storage.disk;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a {@link DiskStore} behaves.
 *
 * @param directory where it keeps its files; made when first needed
 * @param limit bytes that it may keep; past them what was not used for longest goes
 * @param stretchFrom sections of at least this many bytes are handed out as a stretch of the file,
 *     smaller ones as bytes
 * @param grace what was used within this time is not evicted: somebody may be about to open it
 * @param recount how often the directory is counted anew, even if this process wrote little
 */
public record DiskSettings(
    Path directory, long limit, long stretchFrom, Duration grace, Duration recount) {
  public DiskSettings {
    if (limit <= 0 || stretchFrom < 0 || grace.isNegative() || !recount.isPositive()) {
      throw new IllegalArgumentException("impossible settings for " + directory);
    }
  }

  /** The settings that a user gets who names only directory and size. */
  public static DiskSettings of(Path directory, long limit) {
    return new DiskSettings(directory, limit, 16 << 10, Duration.ofMinutes(1), Duration.ofHours(1));
  }

  /** The same with another {@code stretchFrom}. */
  public DiskSettings withStretchFrom(long bytes) {
    return new DiskSettings(directory, limit, bytes, grace, recount);
  }

  /** The same with another {@code grace}. */
  public DiskSettings withGrace(Duration time) {
    return new DiskSettings(directory, limit, stretchFrom, time, recount);
  }
}

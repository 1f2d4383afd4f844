package dev.larder.daemon.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the start of a compile out of the tick of the kernel's clock in which an input was written:
 * the time of such an input would not tell whether it changed after the start, and nothing could be
 * kept. cargo starts a crate the moment the metadata of those it needs are there.
 */
final class NextTick {
  /*
   * CONFIG_HZ is 250 or more where people build, so a tick takes 4 ms; but where a processor goes idle, or a virtual one
   * is kept waiting, the clock that files and starts are dated by stands still for two or three of them.
   */
  private static final Duration LAG = Duration.ofMillis(12);

  private NextTick() {}

  /** Waits, for some ticks at most, until all files that the call names are older than now. */
  static void await(Job job) throws InterruptedException {
    Instant youngest = Instant.MIN;
    for (String file : job.action().rules().filesNamed()) {
      Instant changed = changed(job.cwd().resolve(file));
      youngest = changed.isAfter(youngest) ? changed : youngest;
    }
    if (youngest.equals(Instant.MIN)) {
      return;
    }
    Duration age = Duration.between(youngest, Instant.now());
    if (!age.isNegative() && age.compareTo(LAG) <= 0) {
      Thread.sleep(LAG.minus(age).plusMillis(1));
    }
  }

  private static Instant changed(Path file) {
    try {
      return ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
    } catch (IOException absent) {
      return Instant.MIN;
    }
  }
}

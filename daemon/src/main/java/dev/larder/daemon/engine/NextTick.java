package dev.larder.daemon.engine;

import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.files.NativePath;
import java.lang.foreign.Arena;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the start of a compile out of the tick of the kernel's clock in which an input was written:
 * the time of such an input would not tell whether it changed after the start, and nothing could be
 * kept. cargo starts a crate the moment the metadata of those it needs are there.
 */
final class NextTick {
  /*
   * CONFIG_HZ is 250 or more where people build, so a tick takes 4 ms; but where a processor goes idle, or a virtual one
   * is kept waiting, the clock stands still for some of them.
   */
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(50);

  private final Kernel kernel;

  NextTick(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Waits, for some ticks at most, until all files that the call names are older than now. */
  void await(Job job) throws InterruptedException {
    long youngest = youngest(job);
    if (Instant.ofEpochSecond(0, youngest).isAfter(Instant.now())) {
      return; // from another clock
    }
    long end = System.nanoTime() + LONGEST;
    while (tick() <= youngest && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** The last change of one of them; what is absent never changed. */
  private long youngest(Job job) {
    long youngest = Long.MIN_VALUE;
    try (Calls calls = kernel.borrow();
        Arena arena = Arena.ofConfined()) {
      for (String file : job.action().rules().filesNamed()) {
        if (calls.stat(NativePath.of(arena, job.invocation().cwd(), file)) == 0) {
          youngest = Math.max(youngest, calls.found().changed());
        }
      }
    }
    return youngest;
  }

  private long tick() {
    try (Calls calls = kernel.borrow()) {
      return calls.tick();
    }
  }
}

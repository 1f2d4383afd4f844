package dev.larder.storage.redis;

import java.util.concurrent.Semaphore;

/** How much memory values may take while they travel; who wants more waits for others to end. */
final class TransferBudget {
  private static final int UNIT = 1024;

  private final Semaphore units;
  private final int all;

  TransferBudget(long bytes) {
    all = Math.toIntExact(bytes / UNIT);
    units = new Semaphore(all, true);
  }

  /** Whether there would be enough if nobody else wanted any. */
  boolean fits(long bytes) {
    return bytes <= (long) all * UNIT;
  }

  /** A part of it, to be closed when the memory is not needed any more. */
  final class Share implements AutoCloseable {
    private int held;

    /** Takes more; what is asked for by one is never more than there is. */
    void add(long bytes) throws InterruptedException {
      int wanted = (int) Math.min(all - held, (bytes + UNIT - 1) / UNIT);
      units.acquire(wanted);
      held += wanted;
    }

    @Override
    public void close() {
      units.release(held);
    }
  }

  /** Nothing yet. */
  Share share() {
    return new Share();
  }
}

package dev.larder.storage.redis;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/** How much memory values may take while they travel; who wants more waits for others to end. */
final class TransferBudget {
  private static final int UNIT = 1024;

  private final Semaphore units;
  private final int all;
  private final Optional<TransferBudget> whole;

  TransferBudget(long bytes) {
    this(bytes, Optional.empty());
  }

  private TransferBudget(long bytes, Optional<TransferBudget> whole) {
    this.all = Math.toIntExact(bytes / UNIT);
    this.units = new Semaphore(all, true);
    this.whole = whole;
  }

  /** A part of this one, for those who have to stand back: see {@link Share#addIfFree}. */
  TransferBudget part(long bytes) {
    return new TransferBudget(bytes, Optional.of(this));
  }

  /** A part of it, to be closed when the memory is not needed any more. */
  final class Share implements AutoCloseable {
    private int held;
    private int heldOfWhole;

    /** Takes more to begin with; what is asked for by one is never more than there is. */
    void add(long bytes) throws InterruptedException {
      int wanted = (int) Math.min(all - held, inUnits(bytes));
      units.acquire(wanted);
      held += wanted;
    }

    /**
     * Takes more, after others of the same part if need be, unless it is more than there is, or
     * those who do not belong to the part need it: nobody of them waits behind this.
     */
    boolean addIfFree(long bytes) throws InterruptedException {
      if (inUnits(bytes) > all - held) {
        return false;
      }
      add(bytes);
      return addOfWhole((int) inUnits(bytes));
    }

    /**
     * Takes still more, if it is there without a wait: who waits for others while holding what they
     * wait for may do so for ever.
     */
    boolean addAtOnce(long bytes) {
      int wanted = (int) Math.min(all - held, inUnits(bytes));
      if (!units.tryAcquire(wanted)) {
        return false;
      }
      held += wanted;
      return addOfWhole(wanted);
    }

    private boolean addOfWhole(int wanted) {
      if (whole.isPresent() && !whole.get().units.tryAcquire(wanted)) {
        return false;
      }
      heldOfWhole += wanted;
      return true;
    }

    @Override
    public void close() {
      units.release(held);
      whole.ifPresent(budget -> budget.units.release(heldOfWhole));
    }
  }

  private static long inUnits(long bytes) {
    return (bytes + UNIT - 1) / UNIT;
  }

  /** Nothing yet. */
  Share share() {
    return new Share();
  }
}

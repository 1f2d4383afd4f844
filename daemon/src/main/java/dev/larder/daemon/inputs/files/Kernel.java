package dev.larder.daemon.inputs.files;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Lends out {@link Calls}. One of them is enough for a process; safe for any number of threads,
 * virtual ones included, since the buffers belong to a pool and not to threads.
 */
public final class Kernel {
  private static final int KEPT = 32;

  private final ArrayBlockingQueue<Calls> idle = new ArrayBlockingQueue<>(KEPT);

  /** Buffers for the calls of one thread; to be closed when it has made them. */
  public Calls borrow() {
    Calls calls = idle.poll();
    return calls == null ? new Calls(this) : calls;
  }

  void giveBack(Calls calls) {
    // A full pool leaves the buffers to the garbage collector.
    idle.offer(calls);
  }
}

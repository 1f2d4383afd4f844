package dev.larder.daemon.engine;

import java.util.concurrent.atomic.AtomicLong;

/** Picks one hit in so many for verification. */
final class Sampler {
  private final AtomicLong hits = new AtomicLong();

  /**
   * Whether this hit is one to verify.
   *
   * @param oneIn 0 for none
   */
  boolean takes(int oneIn) {
    return oneIn > 0 && hits.getAndIncrement() % oneIn == 0;
  }
}

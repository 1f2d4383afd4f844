package dev.larder.daemon.stats;

import dev.larder.storage.tiered.TierEvent;
import java.time.Duration;

/**
 * Something that counts.
 *
 * <p>A {@code language} is a name as sccache has it: {@code C/C++}, {@code Assembler}, {@code
 * Rust}; a {@code detail} names language and compiler: {@code c [gcc]}, {@code c++ [clang]}, {@code
 * rust}. A {@code reason} is a short phrase without names of files, since each distinct one gets a
 * row.
 */
public sealed interface Event {
  /** A wrapper asked for a compile. The first event of each such request. */
  record Requested() implements Event {}

  /** The call compiles nothing: a link, a query. */
  record NotCompilation() implements Event {}

  /** The call compiles, but in a way that is not cached. */
  record NotCacheable(String reason) implements Event {}

  /** The program is no compiler that Larder knows. */
  record Unsupported() implements Event {}

  /** The call can be looked up and kept. Follows {@link Requested} when no bypass does. */
  record Executed() implements Event {}

  /**
   * A kept result was served.
   *
   * @param read the time it took to find, verify and hand over
   */
  record Hit(String language, String detail, Duration read) implements Event {}

  /** Nothing fitting was kept, and the compile that had to happen succeeded. */
  record Missed(String language, String detail) implements Event {}

  /** The compiler ran to success, for this long. */
  record Compiled(Duration wall) implements Event {}

  /** The compiler ran and failed. sccache counts such a request as neither hit nor miss. */
  record CompileFailed() implements Event {}

  /** A result was kept, which took this long. */
  record Written(Duration write) implements Event {}

  /** A result could not be kept, though it should have been: full disk, dead server. */
  record WriteFailed(String reason) implements Event {}

  /** A result was not kept, because keeping it would not be right. */
  record NotStored(String reason) implements Event {}

  /** The cache could not be asked, or failed within. The compile went on without it. */
  record CacheTrouble(String language, String detail, String reason) implements Event {}

  /** Something happened at one of the places where results are kept. */
  record AtTier(TierEvent what) implements Event {}

  /** A lookup was skipped because the user said so. Comes beside {@link Missed}. */
  record Recached() implements Event {}

  /** A lookup took too long and was given up. Comes beside {@link Missed}. */
  record Timeout() implements Event {}

  /** A hit was compiled as well, and compared. */
  record Verified(boolean equal) implements Event {}

  /** A result was brought from a far store before anybody asked for it. */
  record Prefetched(long bytes) implements Event {}

  /** One of those then served somebody. */
  record PrefetchUsed(long bytes) implements Event {}

  /** A hit could not be put in place by the wrapper, which compiled instead. */
  record HitNotPlaced() implements Event {}
}

package dev.larder.daemon.inputs.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.ref.Reference;

/**
 * Files, each with the stat under which something was last seen to be true of it, laid out such
 * that the kernel is asked about all of them in one call. Safe for many threads: a row that is
 * being stamped counts as changed.
 */
public final class StampTable {
  /* struct row of kernelcalls.c: path, flags, version, then what is expected. */
  private static final int ROW = 64;
  private static final int FLAGS = 8;

  private final MemorySegment rows;
  private final int size;

  private StampTable(MemorySegment rows, int size) {
    this.rows = rows;
    this.size = size;
  }

  /** Bytes that a table takes. */
  public static long space(int rows) {
    return (rows + 1L) * ROW;
  }

  /** A table of rows that are still to be {@linkplain #set set}. */
  public static StampTable of(SegmentAllocator allocator, int rows) {
    return new StampTable(allocator.allocate((long) rows * ROW, Long.BYTES).fill((byte) 0), rows);
  }

  /**
   * Names a row's file; it has no stamp yet. To be done before the table is shared.
   *
   * @param path allocated as long as this table
   * @param follow whether what the path leads to is meant, or the name itself
   */
  public void set(int row, NativePath path, boolean follow) {
    rows.set(ADDRESS, (long) row * ROW, path.segment());
    rows.set(JAVA_INT, (long) row * ROW + FLAGS, follow ? 0 : Calls.AT_SYMLINK_NOFOLLOW);
  }

  /** Notes the stat under which something is true of a row's file. */
  public void stamp(int row, FileStat stat) {
    try {
      NativeCalls.stamp(
          rows.address() + (long) row * ROW,
          stat.device(),
          stat.inode(),
          stat.mode(),
          stat.size(),
          stat.modified(),
          stat.changed());
    } finally {
      Reference.reachabilityFence(rows);
    }
  }

  /**
   * The first row from this one on whose file is no longer as it was stamped, or has no stamp; the
   * number of rows if all are.
   */
  public int firstChanged(int from) {
    try {
      return NativeCalls.firstChanged(rows.address(), from, size);
    } finally {
      Reference.reachabilityFence(rows);
    }
  }
}

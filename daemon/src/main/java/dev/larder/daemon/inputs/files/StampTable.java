package dev.larder.daemon.inputs.files;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Files, each with the stat under which something was last seen to be true of it, laid out such
 * that the kernel is asked about all of them in one call. Safe for many threads: a row that is
 * being stamped counts as changed.
 */
public final class StampTable {
  /* struct row of kernelcalls.c: path, flags, version, then what is expected. */
  private static final int ROW = 64;

  private static final int CANONICAL = 1 << 30;

  private final MemorySegment rows;
  private final int size;

  /* Keeps alive what the rows point to. */
  private final List<NativePath> paths = new ArrayList<>();

  /* The rows as they are to be laid down. */
  private long[] fresh;

  /* A reader may still look at a name that was replaced. */
  private final Queue<MemorySegment> names = new ConcurrentLinkedQueue<>();

  private StampTable(MemorySegment rows, int size) {
    this.rows = rows;
    this.size = size;
    this.fresh = new long[size * (ROW / Long.BYTES)];
  }

  /** A table of rows that are still to be {@linkplain #set set}, and then laid down. */
  public static StampTable of(int rows) {
    return new StampTable(Arena.ofAuto().allocate(Math.max(1L, rows) * ROW, Long.BYTES), rows);
  }

  /**
   * Names a row's file; it has no stamp yet.
   *
   * @param follow whether what the path leads to is meant, or the name itself
   */
  public void set(int row, NativePath path, boolean follow) {
    set(row, path, follow ? 0 : Calls.AT_SYMLINK_NOFOLLOW);
  }

  /** Names a row's file, of which the canonical name is to stay the same. As {@link #set}. */
  public void setCanonical(int row, NativePath path) {
    set(row, path, CANONICAL);
  }

  private void set(int row, NativePath path, int flags) {
    int at = row * (ROW / Long.BYTES);
    fresh[at] = path.address();
    fresh[at + 1] = flags; // the version, zero, is the upper half
    paths.add(path);
  }

  /** Lays down the rows that were set. To be done once, before the table is shared. */
  public void lay() {
    rows.asByteBuffer().order(ByteOrder.nativeOrder()).asLongBuffer().put(0, fresh);
    fresh = new long[0];
  }

  /**
   * Notes the canonical name under which something is true of a row's file.
   *
   * @param name one byte a character
   */
  public void stampCanonical(int row, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    MemorySegment kept = Arena.ofAuto().allocate(Math.max(1, bytes.length));
    kept.asByteBuffer().put(0, bytes);
    names.add(kept);
    try {
      NativeCalls.stampName(rows.address() + (long) row * ROW, kept.address(), bytes.length);
    } finally {
      Reference.reachabilityFence(rows);
    }
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

  /** As {@link NativeCalls#ground}. */
  int ground(int row, int kind, byte[] out, int at) {
    try {
      return NativeCalls.ground(rows.address() + (long) row * ROW, kind, out, at);
    } finally {
      Reference.reachabilityFence(this);
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
      Reference.reachabilityFence(this);
    }
  }
}

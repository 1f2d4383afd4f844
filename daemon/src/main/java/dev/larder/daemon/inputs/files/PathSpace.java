package dev.larder.daemon.inputs.files;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Room for many short texts that all live as long as an arena does. Each piece that an arena gives
 * is allocated and freed on its own, which costs more than the call that a path is laid out for.
 */
public final class PathSpace implements SegmentAllocator {
  private static final long BLOCK = 64 << 10;

  private final Arena arena;
  private MemorySegment block = MemorySegment.NULL;
  private long used;

  /** Room in an arena. */
  public PathSpace(Arena arena) {
    this.arena = arena;
  }

  /** A piece that is not cleared. */
  @Override
  public MemorySegment allocate(long length, long alignment) {
    if (length > BLOCK || alignment > 1) {
      return arena.allocate(length, alignment);
    }
    if (block.byteSize() - used < length) {
      block = arena.allocate(BLOCK);
      used = 0;
    }
    MemorySegment piece = block.asSlice(used, length);
    used += length;
    return piece;
  }
}

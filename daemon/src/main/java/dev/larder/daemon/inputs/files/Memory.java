package dev.larder.daemon.inputs.files;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A piece of memory that system calls read from and write to. Its bytes are got at through a buffer
 * and not by {@link MemorySegment#get}, for which the runtime makes code first: a daemon's first
 * answers count.
 */
final class Memory {
  private final MemorySegment segment;
  private final ByteBuffer bytes;

  Memory(int length) {
    this.segment = Arena.ofAuto().allocate(length, Long.BYTES);
    this.bytes = segment.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** Where it is, for as long as this is reachable. */
  long address() {
    return segment.address();
  }

  /** What is in it, in the machine's byte order. */
  ByteBuffer bytes() {
    return bytes;
  }
}

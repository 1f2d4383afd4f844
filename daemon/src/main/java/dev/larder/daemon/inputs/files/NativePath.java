package dev.larder.daemon.inputs.files;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;

/**
 * A path laid out for the kernel: absolute, as bytes, ended by a NUL. It is never normalised as
 * text: a relative path is the working directory, a slash and the path as it was spelled.
 */
public final class NativePath {
  @SuppressWarnings("UnusedVariable") // the bytes live as long as it is reachable
  private final MemorySegment memory;

  private final long address;

  /** A path in a piece of memory, which is kept as long as it. */
  NativePath(MemorySegment memory, long address) {
    this.memory = memory;
    this.address = address;
  }

  /**
   * Lays out a path.
   *
   * @param allocator where the bytes live; the path must not be used after they are freed
   * @param directory what a relative path is relative to; absolute
   * @param spelled the path
   */
  public static NativePath of(SegmentAllocator allocator, String directory, String spelled) {
    String absolute = spelled.startsWith("/") ? spelled : directory + "/" + spelled;
    byte[] text = (absolute + "\0").getBytes(StandardCharsets.UTF_8);
    // Not allocateFrom or copy, for which the runtime makes code first: a daemon's first answers
    // count.
    MemorySegment bytes = allocator.allocate(text.length);
    bytes.asByteBuffer().put(0, text);
    return new NativePath(bytes, bytes.address());
  }

  /** Where its bytes are, for as long as this path is reachable. */
  long address() {
    return address;
  }
}

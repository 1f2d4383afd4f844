package dev.larder.daemon.inputs.files;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;

/**
 * A path laid out for the kernel: absolute, as bytes, ended by a NUL. It is never normalised as
 * text: a relative path is the working directory, a slash and the path as it was spelled.
 */
public final class NativePath {
  private final MemorySegment segment;

  private NativePath(MemorySegment segment) {
    this.segment = segment;
  }

  /**
   * Lays out a path.
   *
   * @param allocator where the bytes live; the path must not be used after they are freed
   * @param directory what a relative path is relative to; absolute
   * @param spelled the path
   */
  public static NativePath of(SegmentAllocator allocator, String directory, String spelled) {
    return new NativePath(
        allocator.allocateFrom(absolute(directory, spelled), StandardCharsets.UTF_8));
  }

  /**
   * An upper bound of the bytes that {@link #of} takes for so many paths.
   *
   * @param characters the lengths of all paths and their directories, added up
   */
  public static long space(long characters, long paths) {
    return 3 * characters + 2 * paths;
  }

  /** The text that is laid out: absolute, not normalised. */
  public static String absolute(String directory, String spelled) {
    return spelled.startsWith("/") ? spelled : directory + "/" + spelled;
  }

  MemorySegment segment() {
    return segment;
  }
}

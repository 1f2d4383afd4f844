package dev.larder.daemon.inputs.files;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The paths of many files in one piece of memory, which lives as long as any of them. */
public final class PathBlock {
  private final PathBytes bytes;
  private final MemorySegment memory;

  /**
   * Room for paths that are relative to a directory, or absolute.
   *
   * @param directory an absolute path
   * @param characters the lengths of the paths as they are spelled, added up
   * @param paths how many there will be at most
   */
  public PathBlock(String directory, long characters, long paths) {
    final int bytesOfACharacter = 3; // at most, in UTF-8
    long room = bytesOfACharacter * (characters + directory.length() * paths) + 2 * paths;
    this.bytes = new PathBytes(directory);
    this.memory = Arena.ofAuto().allocate(Math.max(1, room));
  }

  /** Adds a path; it must not be used before all are {@linkplain #lay laid down}. */
  public NativePath add(String spelled) {
    return new NativePath(memory, memory.address() + bytes.add(spelled));
  }

  /** Lays down the paths that were added. To be done once. */
  public void lay() {
    memory.asByteBuffer().put(0, bytes.array(), 0, bytes.length());
  }
}

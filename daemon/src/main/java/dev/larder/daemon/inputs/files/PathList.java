package dev.larder.daemon.inputs.files;

import java.util.Arrays;
import java.util.List;

/**
 * Paths that are not there, laid out such that the kernel is asked about all of them in one call.
 */
public final class PathList {
  private final byte[] paths;

  private PathList(byte[] paths) {
    this.paths = paths;
  }

  /** Lays out paths that are relative to a directory, or absolute. */
  public static PathList of(String directory, List<String> paths) {
    PathBytes bytes = new PathBytes(directory);
    for (String path : paths) {
      bytes.add(path);
    }
    return new PathList(Arrays.copyOf(bytes.array(), bytes.length()));
  }

  /**
   * The first from this one on that is there, be it a link that leads nowhere, or that is not found
   * for another reason than that nothing is there; the number of paths if there is none.
   */
  public int firstPresent(int from) {
    return NativeCalls.firstPresent(paths, from);
  }
}

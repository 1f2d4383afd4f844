package dev.larder.daemon.inputs.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Paths as the kernel takes them, one behind the other: absolute, as bytes, each ended by a NUL.
 * Never normalised as text: a relative path is the directory, a slash and the path as it was
 * spelled. Written by few operations on whole arrays, since much of this is done by a runtime too
 * young to have compiled anything.
 */
final class PathBytes {
  private final byte[] directory;
  private byte[] bytes = new byte[1 << 10];
  private int length;

  /**
   * No path yet.
   *
   * @param directory what relative paths are relative to; absolute
   */
  PathBytes(String directory) {
    this.directory = (directory + "/").getBytes(StandardCharsets.UTF_8);
  }

  /** Adds a path. The index of its first byte. */
  int add(String spelled) {
    int at = length;
    if (!spelled.startsWith("/")) {
      append(directory);
    }
    append(spelled.getBytes(StandardCharsets.UTF_8));
    length++; // what follows is zero
    return at;
  }

  private void append(byte[] more) {
    int end = length + more.length;
    if (end >= bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * end);
    }
    System.arraycopy(more, 0, bytes, length, more.length);
    length = end;
  }

  /** How many bytes there are, the last path's NUL included. */
  int length() {
    return length;
  }

  /** The bytes, from index 0; there may be more room behind them. */
  byte[] array() {
    return bytes;
  }
}

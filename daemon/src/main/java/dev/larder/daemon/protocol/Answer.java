package dev.larder.daemon.protocol;

import java.nio.file.Path;
import java.util.List;

/** A message from the daemon. */
public sealed interface Answer {
  /** Become the real compiler. */
  record Exec(String reason) implements Answer {}

  /**
   * Run the real compiler as a child, observed.
   *
   * @param edits {@code NAME=VALUE} to set, {@code NAME} to remove
   */
  record Run(List<Text> arguments, List<Text> edits) implements Answer {}

  /** I am at work. */
  record Wait() implements Answer {}

  /** Print this. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
  record Print(Stream stream, byte[] bytes) implements Answer {}

  /** In the mode of what is placed: a file that is there already keeps its permission bits. */
  int KEEPS_PERMISSIONS = 1 << 16;

  /** Place these bytes at the path, with the mode less the caller's umask. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
  record PlaceBytes(Text path, int mode, byte[] bytes) implements Answer {}

  /** Place this stretch of a file in the cache at the path. */
  record PlaceStretch(Text path, int mode, Path file, long offset, long length) implements Answer {}

  /** End with this status. */
  record Exit(int status) implements Answer {}

  /** The outputs are taken; the build may go on. */
  record Done() implements Answer {}

  /** Stop the compiler; the result came from elsewhere. */
  record Cancel() implements Answer {}
}

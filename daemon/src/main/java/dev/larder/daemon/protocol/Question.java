package dev.larder.daemon.protocol;

import java.util.List;
import java.util.Optional;

/** A message from the wrapper. */
public sealed interface Question {
  /**
   * What a caller wants done.
   *
   * @param columns width of the caller's controlling terminal, 0 without one
   * @param input what the caller's standard input holds, if that is known
   * @param command whether Larder itself is meant ({@code --show-stats}), not a compiler
   * @param mountNamespace inode of the caller's mount namespace, 0 if unknown
   * @param cwd empty if the caller has none (it was deleted)
   * @param program the compiler, as execve would be given it
   * @param arguments argv, the program's name first
   * @param key what it is known by
   */
  record Request(
      int version,
      boolean command,
      boolean stdoutTerminal,
      boolean stderrTerminal,
      int umask,
      int pid,
      long mountNamespace,
      long rootDevice,
      long rootInode,
      Text cwd,
      Text program,
      List<Text> arguments,
      List<Text> environment,
      int columns,
      Optional<Text> input,
      RequestKey key)
      implements Question {}

  /** A piece of what the compiler printed, as it came. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
  record Printed(Stream stream, byte[] bytes) implements Question {}

  /** How the compiler ended. */
  record Report(
      End end,
      int code,
      long startNanos,
      long wallNanos,
      long userMicros,
      long systemMicros,
      long peakKilobytes,
      boolean survivors,
      boolean truncated)
      implements Question {
    /** Whether it ended well: on its own, with status 0. */
    public boolean success() {
      return end == End.EXITED && code == 0;
    }
  }

  /** Whether a hit's outputs are in place; {@code files} are in the order of the outputs. */
  record Placed(boolean complete, int error, List<PlacedFile> files) implements Question {}

  /** The run that was to be cancelled is gone. */
  record Cancelled() implements Question {}

  /** The identity of a file that the wrapper wrote. Times in nanoseconds since 1970. */
  record PlacedFile(long device, long inode, long size, long modified, long changed) {}

  /** How a compiler ended; the code is its status, the signal, or errno. */
  enum End {
    EXITED,
    SIGNALLED,
    NOT_STARTED
  }
}

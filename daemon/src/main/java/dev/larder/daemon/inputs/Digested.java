package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.FileStat;

/** What came of digesting a file. */
public sealed interface Digested {
  /**
   * The digest.
   *
   * @param digest of the content
   * @param stat of the file that has it
   * @param stamped whether a file of the same stat has the same content for sure: it is not young,
   *     and its file system keeps faithful stamps
   * @param read bytes that had to be read, 0 if the digest was known
   */
  record Known(Digest digest, FileStat stat, boolean stamped, long read) implements Digested {}

  /** The path can not be opened; the errno says why. */
  record Unreadable(int errno) implements Digested {}

  /** A directory, device, FIFO or socket. */
  record NotRegular() implements Digested {}

  /** More bytes than the caller allowed. */
  record TooLarge(long size) implements Digested {}

  /** It changed while it was read. */
  record Unsteady() implements Digested {}
}

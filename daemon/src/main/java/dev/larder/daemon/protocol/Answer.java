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

  /** In the mode of what is placed: an empty file that is there keeps its permission bits. */
  int KEEPS_PERMISSIONS_OF_EMPTY = 1 << 18;

  /**
   * In the mode of what is placed: it is a build script, to be called by a launcher of its name.
   */
  int LAUNCHED = 1 << 17;

  /** Place these bytes at the path, with the mode less the caller's umask. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
  record PlaceBytes(Text path, int mode, byte[] bytes) implements Answer {}

  /**
   * Place this stretch of a file in the cache at the path.
   *
   * @param spare whether the file may be taken for it, which is all of it then
   */
  record PlaceStretch(Text path, int mode, Path file, long offset, long length, boolean spare)
      implements Answer {}

  /**
   * As {@link PlaceStretch}, for an answer that is given again later.
   *
   * @param checksum XXH3's 64 bits over the stretch
   */
  record PlaceChecked(Text path, int mode, Path file, long offset, long length, long checksum)
      implements Answer {}

  /** Put a whole directory in the place of an empty one; parents stand before what is in them. */
  record PlaceTree(Text root, List<TreeItem> items) implements Answer {}

  /** One thing in a directory that is placed. */
  sealed interface TreeItem {
    /** Where it lies, from the root. */
    Text path();

    /** A directory, with these permission bits. */
    record Directory(Text path, int mode) implements TreeItem {}

    /** A symbolic link. */
    record Link(Text path, Text text) implements TreeItem {}

    /** Another name of a file that stands before it. */
    record HardLink(Text path, Text of) implements TreeItem {}

    /** A file with these permission bits and these bytes of an array. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, compared nowhere
    record Bytes(Text path, int mode, byte[] bytes, int offset, int length) implements TreeItem {}

    /** A file with these permission bits and this stretch of a file in the cache. */
    record Stretch(Text path, int mode, Path file, long offset, long length) implements TreeItem {}
  }

  /** End with this status. */
  record Exit(int status) implements Answer {}

  /**
   * The outputs are taken; the build may go on.
   *
   * @param scripts the outputs that are build scripts, to be called by a launcher of their name
   */
  record Done(List<Text> scripts) implements Answer {}

  /** Stop the compiler; the result came from elsewhere. */
  record Cancel() implements Answer {}
}

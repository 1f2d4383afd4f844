package dev.larder.daemon.inputs.files;

/** A link's text or a canonical path, or the errno that was met instead. */
public sealed interface Text {
  /**
   * The text.
   *
   * @param bytes its bytes, one a character (ISO 8859-1), so that no name is lost
   */
  record Is(String bytes) implements Text {}

  /** What the kernel answered instead. */
  record Failed(int errno) implements Text {}
}

package dev.larder.daemon.protocol;

/** Where a compiler prints. */
public enum Stream {
  STDOUT,
  STDERR
}

package dev.larder.daemon.engine.tree;

import java.io.Serial;

/** A directory has something in it that is not kept. */
public final class UnfitTreeException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String reason;

  UnfitTreeException(String reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** A short phrase, to be counted; the message has the names of files as well. */
  public String reason() {
    return reason;
  }
}

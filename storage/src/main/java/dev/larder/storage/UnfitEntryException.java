package dev.larder.storage;

import java.io.IOException;

/** Bytes from elsewhere are not the entry that they should be, whoever wrote them. */
public final class UnfitEntryException extends IOException {
  private static final long serialVersionUID = 1;

  /** The reason, in words that a user may read. */
  public UnfitEntryException(String reason) {
    super(reason);
  }
}

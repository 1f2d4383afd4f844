package dev.larder.daemon.command;

/** The arguments make no command. The message says why. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}

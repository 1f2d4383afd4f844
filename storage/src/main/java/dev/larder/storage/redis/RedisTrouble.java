package dev.larder.storage.redis;

/**
 * A server did not do what it was asked.
 *
 * <p>Its message is a short phrase: each distinct one is counted on its own, and none says anything
 * about a password.
 */
final class RedisTrouble extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean refused;

  private RedisTrouble(String reason, boolean refused) {
    super(reason, null, false, false);
    this.refused = refused;
  }

  /** There is no server to talk to now. */
  static RedisTrouble away(String reason) {
    return new RedisTrouble(reason, false);
  }

  /** The server is there and said no. */
  static RedisTrouble refused(String reason) {
    return new RedisTrouble(reason, true);
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  /** Whether the server is there and said no. */
  boolean isRefusal() {
    return refused;
  }
}

package dev.larder.storage.redis;

/** When a server is to forget a key. Whether it was told so in vain concerns nobody. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Lifetime {
  private final RedisSettings settings;

  Lifetime(RedisSettings settings) {
    this.settings = settings;
  }

  /** The key was written: its lifetime begins, if it has one. */
  void begin(Connection connection, String name) {
    if (!settings.lifetime().isZero() && !settings.readOnly()) {
      connection.commands().pexpire(name, settings.lifetime());
    }
  }

  /** The key was of use: its lifetime begins anew, if it is to. */
  void renew(Connection connection, String name) {
    if (settings.renew()) {
      begin(connection, name);
    }
  }
}

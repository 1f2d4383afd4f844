package dev.larder.daemon.config;

import java.util.Locale;

/** A place of the chain in which results are kept. */
public enum StoreLevel {
  DISK,
  REDIS;

  /** As users write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

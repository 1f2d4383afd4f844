package dev.larder.storage.tiered;

import dev.larder.storage.Store;

/**
 * One of several stores.
 *
 * @param name by which statistics show it
 * @param known whether users know it as one of the places in which results are kept
 * @param far whether it takes a network to ask it
 */
public record Tier(String name, Store store, boolean known, boolean far) {
  /** A near one. */
  public Tier(String name, Store store, boolean known) {
    this(name, store, known, false);
  }

  /** A near one that users know. */
  public Tier(String name, Store store) {
    this(name, store, true);
  }

  /** A far one, which users know. */
  public static Tier far(String name, Store store) {
    return new Tier(name, store, true, true);
  }
}

package dev.larder.storage.tiered;

import dev.larder.storage.Store;

/**
 * One of several stores.
 *
 * @param name by which statistics show it
 * @param known whether users know it as one of the places in which results are kept
 */
public record Tier(String name, Store store, boolean known) {
  /** One that users know. */
  public Tier(String name, Store store) {
    this(name, store, true);
  }
}

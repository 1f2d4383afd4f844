package dev.larder.storage.tiered;

import dev.larder.storage.Store;

/**
 * One of several stores.
 *
 * @param name by which statistics show it
 */
public record Tier(String name, Store store) {}

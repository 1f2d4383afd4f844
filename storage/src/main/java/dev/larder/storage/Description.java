package dev.larder.storage;

import java.util.OptionalLong;

/**
 * How statistics show a store.
 *
 * @param location e.g. {@code Local disk: "/home/me/.cache/larder"}
 * @param size bytes kept, if known
 * @param limit bytes that may be kept, if bounded
 */
public record Description(String location, OptionalLong size, OptionalLong limit) {}

package dev.larder.storage;

/**
 * One record of a set.
 *
 * @param name under which a later record replaces this one
 * @param content shared, not copied: nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, compared nowhere
public record SetRecord(CacheKey name, byte[] content) {}

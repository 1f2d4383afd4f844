package dev.larder.daemon.config;

/**
 * Something in a user's settings that Larder could not use. It never stops a compile.
 *
 * @param message one line that names the setting, where it stands, and what was done instead
 */
public record Problem(String message) {}

/**
 * What a user can set, where it is read, and what it comes to for one request. The table in {@link
 * dev.larder.daemon.config.Settings} is the only place that knows a setting's name; parsing, the
 * check for typing errors, the help text and docs/SETTINGS.md all come from it.
 */
@NullMarked
package dev.larder.daemon.config;

import org.jspecify.annotations.NullMarked;

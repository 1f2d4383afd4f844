/**
 * What wrapper and daemon say to each other: one record a message, and the reading and writing of
 * their bytes, as docs/PROTOCOL.md lays them out.
 */
@NullMarked
package dev.larder.daemon.protocol;

import org.jspecify.annotations.NullMarked;

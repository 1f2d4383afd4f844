/** The store in the daemon's own memory: nearest, small, gone with the daemon. */
@NullMarked
package dev.larder.storage.memory;

import org.jspecify.annotations.NullMarked;

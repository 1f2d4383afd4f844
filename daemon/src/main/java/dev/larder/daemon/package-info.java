/** The daemon's life: start, serve, drain, stop. */
@NullMarked
package dev.larder.daemon;

import org.jspecify.annotations.NullMarked;

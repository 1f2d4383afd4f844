/**
 * Bringing results from the far store before they are asked for: which project a build is of, what
 * builds of it asked for in which order, and the transfers ahead of need. Knows no language.
 */
@NullMarked
package dev.larder.daemon.prefetch;

import org.jspecify.annotations.NullMarked;

/**
 * The file system as the kernel tells it: stats, links, listings, file-system types. Everything is
 * a system call on bytes that were laid out before, since a lookup makes hundreds of them; errors
 * are errno values, not exceptions.
 */
@NullMarked
package dev.larder.daemon.inputs.files;

import org.jspecify.annotations.NullMarked;

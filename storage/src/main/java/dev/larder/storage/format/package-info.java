/**
 * How an entry and a record look as bytes. Reading trusts nothing: every number is held against a
 * bound before memory is taken for it, and every byte that counts lies under a checksum.
 */
@NullMarked
package dev.larder.storage.format;

import org.jspecify.annotations.NullMarked;

/**
 * The store in a directory of the local disk: one file an entry, one append-only file a record set,
 * bounded in bytes, shared by as many processes as like to, without an index that could be wrong.
 */
@NullMarked
package dev.larder.storage.disk;

import org.jspecify.annotations.NullMarked;

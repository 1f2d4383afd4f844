/**
 * What is kept and where: {@link dev.larder.storage.Entry entries} and record sets under {@link
 * dev.larder.storage.CacheKey keys}, in a {@link dev.larder.storage.Store}. Knows nothing of
 * compilers.
 */
@NullMarked
package dev.larder.storage;

import org.jspecify.annotations.NullMarked;

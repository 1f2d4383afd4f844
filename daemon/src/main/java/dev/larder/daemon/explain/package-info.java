/**
 * Why a compile was not served from the cache. The {@link dev.larder.daemon.explain.Journal} of a
 * cache directory keeps what happened to recent requests; an {@link
 * dev.larder.daemon.explain.Explanation} puts it in words.
 */
@NullMarked
package dev.larder.daemon.explain;

import org.jspecify.annotations.NullMarked;

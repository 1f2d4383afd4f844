/**
 * What happened, counted: {@link dev.larder.daemon.stats.Event events} feed the {@link
 * dev.larder.daemon.stats.Statistics} of a cache directory, which are kept in a file there and
 * shown as sccache shows its own.
 */
@NullMarked
package dev.larder.daemon.stats;

import org.jspecify.annotations.NullMarked;

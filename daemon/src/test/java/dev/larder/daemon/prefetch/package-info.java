@NullMarked
package dev.larder.daemon.prefetch;

import org.jspecify.annotations.NullMarked;

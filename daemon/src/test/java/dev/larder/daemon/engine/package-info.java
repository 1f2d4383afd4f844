@NullMarked
package dev.larder.daemon.engine;

import org.jspecify.annotations.NullMarked;

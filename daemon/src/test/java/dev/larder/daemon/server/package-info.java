@NullMarked
package dev.larder.daemon.server;

import org.jspecify.annotations.NullMarked;

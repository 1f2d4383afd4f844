@NullMarked
package dev.larder.daemon.standing;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.larder.daemon.inputs;

import org.jspecify.annotations.NullMarked;

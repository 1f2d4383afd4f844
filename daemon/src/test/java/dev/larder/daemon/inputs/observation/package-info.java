@NullMarked
package dev.larder.daemon.inputs.observation;

import org.jspecify.annotations.NullMarked;

/** Several stores as one: nearest first. */
@NullMarked
package dev.larder.storage.tiered;

import org.jspecify.annotations.NullMarked;

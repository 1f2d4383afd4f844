/**
 * Tests of the observer: the real library, preloaded by the tool {@code observe} into real
 * programs, and the records that it leaves.
 */
@NullMarked
package dev.larder.observer;

import org.jspecify.annotations.NullMarked;

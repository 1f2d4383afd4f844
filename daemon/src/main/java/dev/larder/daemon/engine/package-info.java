/**
 * The life of one compile: key, lookup, replay of a hit, observed run, recording. Knows no
 * language: what a compiler's arguments mean is a front end's, what a run depended on is the
 * inputs' affair.
 */
@NullMarked
package dev.larder.daemon.engine;

import org.jspecify.annotations.NullMarked;

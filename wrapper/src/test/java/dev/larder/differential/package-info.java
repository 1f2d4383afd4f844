/**
 * Compiles through Larder compared with bare ones: seeded small programs under a matrix of options,
 * each compiled, compiled again, and then after every kind of change that could make a kept result
 * stale. Whatever a bare compiler leaves behind (objects, depfiles, standard output, diagnostics,
 * exit status), Larder must leave behind.
 */
@NullMarked
package dev.larder.differential;

import org.jspecify.annotations.NullMarked;

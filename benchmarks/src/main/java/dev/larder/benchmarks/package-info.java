/** What single steps of a hit cost. Whole builds are compared by the scripts beside the module. */
@NullMarked
package dev.larder.benchmarks;

import org.jspecify.annotations.NullMarked;

/**
 * The front end for gcc and clang: C, C++, preprocessed sources, assembler.
 *
 * <p>{@link dev.larder.daemon.compiler.gcc.OptionTable} says of each option what form it has and
 * what it may do; {@code CommandLine} reads an argument list by it; {@code KeyMaterial} turns what
 * was read into the parts of the action key. An option is left out of the key, or the working
 * directory with it, only where an experiment (in the tests of this package) shows that object,
 * depfile and diagnostics stay the same. What is not known is folded into the key whole, working
 * directory included, or not cached at all.
 */
@NullMarked
package dev.larder.daemon.compiler.gcc;

import org.jspecify.annotations.NullMarked;

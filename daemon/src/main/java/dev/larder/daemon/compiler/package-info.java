/**
 * What the engine and a compiler's front end say to each other.
 *
 * <p>A {@link dev.larder.daemon.compiler.FrontEnd} knows one family of compilers. From an
 * invocation alone, without running or reading anything of the compile, it says whether the call
 * can be cached ({@link dev.larder.daemon.compiler.Analysis}), and if so what makes one action
 * differ from another, which outputs to expect, and how to run the compiler when nothing is found
 * ({@link dev.larder.daemon.compiler.Action}). What the compile reads is not the front end's
 * business: the engine observes that. Where an observation needs a word of explanation, {@link
 * dev.larder.daemon.compiler.RunRules} gives it; {@link dev.larder.daemon.compiler.Habits} knows
 * what well-known programs ask for to no effect.
 */
@NullMarked
package dev.larder.daemon.compiler;

import org.jspecify.annotations.NullMarked;

/**
 * rustc and clippy-driver.
 *
 * <p>{@code CommandLine} reads the arguments by rustc's own grammar, {@code OptionTable} knows what
 * each option means for a cache. {@code OutputNames} computes which files the call makes, {@code
 * KeyMaterial} what goes into the action key: directories that differ between target directories go
 * in as {@linkplain dev.larder.daemon.compiler.Places places}. {@code RustcRunRules} says which of
 * the things that were observed are no inputs.
 */
@NullMarked
package dev.larder.daemon.compiler.rustc;

import org.jspecify.annotations.NullMarked;

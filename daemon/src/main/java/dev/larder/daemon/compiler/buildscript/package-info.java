/**
 * Runs of cargo's build scripts.
 *
 * <p>{@code BuildScriptFrontEnd} speaks for a script that the launcher in its place has handed
 * over. {@code ScriptVariables} knows which variables cargo gives to a script and which are of no
 * account, {@code Directives} what a script prints for cargo. What a run depended on is observed,
 * as with a compiler.
 */
@NullMarked
package dev.larder.daemon.compiler.buildscript;

import org.jspecify.annotations.NullMarked;

/**
 * Calls of rustc and clippy-driver through Larder compared with bare ones: seeded small crates of
 * every type under a matrix of options, and single traps. The crates use what a crate can read:
 * modules, included files, variables, procedural macros, other crates, native archives.
 */
@NullMarked
package dev.larder.differential.rust;

import org.jspecify.annotations.NullMarked;

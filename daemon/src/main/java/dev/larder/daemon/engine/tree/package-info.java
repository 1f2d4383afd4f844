/**
 * A directory as a part of an entry: a table of what is in it, and the contents. What the table
 * says is checked before anything is made of it.
 */
@NullMarked
package dev.larder.daemon.engine.tree;

import org.jspecify.annotations.NullMarked;

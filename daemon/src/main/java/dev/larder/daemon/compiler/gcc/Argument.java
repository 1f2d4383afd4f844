package dev.larder.daemon.compiler.gcc;

import java.util.List;

/**
 * One option, or one file, of a command line.
 *
 * @param words as the caller wrote it: one word or two
 * @param value its value; empty if it has none; for a {@link Effect#SOURCE} the file
 */
record Argument(Effect effect, String name, List<String> words, String value) {}

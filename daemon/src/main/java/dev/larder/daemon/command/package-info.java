/**
 * Larder's own commands: {@code larder --show-stats}, {@code larder explain} and the like. They run
 * in the daemon, or in the foreground where none runs; {@link dev.larder.daemon.command.Commands}
 * does not know which.
 */
@NullMarked
package dev.larder.daemon.command;

import org.jspecify.annotations.NullMarked;

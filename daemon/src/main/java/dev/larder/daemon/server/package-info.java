/**
 * The Unix socket: who may connect, frames in and out, a virtual thread a request. What is done for
 * a request is the {@link dev.larder.daemon.server.RequestHandler}'s.
 */
@NullMarked
package dev.larder.daemon.server;

import org.jspecify.annotations.NullMarked;

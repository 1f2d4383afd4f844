/**
 * The wrapper as its callers and its daemon see it: each test runs the real program, once as it is
 * shipped and once with the compiler's sanitizers, against a partner that plays a scripted
 * conversation on a real socket.
 */
@NullMarked
package dev.larder.wrapper;

import org.jspecify.annotations.NullMarked;

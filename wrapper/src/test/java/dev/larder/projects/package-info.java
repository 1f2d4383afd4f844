/**
 * Real projects, built by their own build systems: with the bare compiler, and through the image as
 * it is installed. What counts is that every object is equal, that a warm build starts no compiler,
 * and that nothing that happens to the daemon disturbs a build.
 *
 * <p>The sources are those that {@code ./check} fetches (system property {@code larder.sources}).
 */
@NullMarked
package dev.larder.projects;

import org.jspecify.annotations.NullMarked;

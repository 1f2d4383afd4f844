/**
 * Real crates and small workspaces, built by cargo: bare, and with Larder as the wrapper of rustc.
 * What counts is that every output is equal, that a warm build starts no rustc, that cargo finds
 * everything fresh afterwards, and that nothing that happens to cargo or the daemon disturbs a
 * build.
 */
@NullMarked
package dev.larder.projects.rust;

import org.jspecify.annotations.NullMarked;

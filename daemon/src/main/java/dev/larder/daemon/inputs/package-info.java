/**
 * What a run depended on, and whether that still holds.
 *
 * <p>An {@link dev.larder.daemon.inputs.InputSet} is a set of {@link dev.larder.daemon.inputs.Fact
 * facts}: files with their digests, names that did not exist, variables. A {@link
 * dev.larder.daemon.inputs.Verifier} tells whether all of them are still so, at the cost of a stat
 * a file: digests come from the {@link dev.larder.daemon.inputs.DigestMemo}, absences from
 * unchanged directories. How facts are gained from a run is the sub-package {@code observation}'s
 * concern. Nothing here knows a compiler.
 */
@NullMarked
package dev.larder.daemon.inputs;

import org.jspecify.annotations.NullMarked;

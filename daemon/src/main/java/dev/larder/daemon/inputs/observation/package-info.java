/**
 * From what an observer saw a run do to what the run depended on. A {@link
 * dev.larder.daemon.inputs.observation.Region} is the shared memory into which the observer writes
 * (docs/PROTOCOL.md, section 2); its {@link dev.larder.daemon.inputs.observation.Recording} is a
 * list of {@link dev.larder.daemon.inputs.observation.Event events}, which {@link
 * dev.larder.daemon.inputs.observation.Trail} judges: either the run is {@linkplain
 * dev.larder.daemon.inputs.observation.Verdict.Observed explained by facts} that were true before
 * it began and still are, or it is {@linkplain
 * dev.larder.daemon.inputs.observation.Verdict.Unusable not kept}, with a reason.
 */
@NullMarked
package dev.larder.daemon.inputs.observation;

import org.jspecify.annotations.NullMarked;

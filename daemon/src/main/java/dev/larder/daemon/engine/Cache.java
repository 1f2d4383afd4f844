package dev.larder.daemon.engine;

import dev.larder.daemon.explain.Journal;
import dev.larder.daemon.inputs.DigestMemo;
import dev.larder.daemon.inputs.Verifier;
import dev.larder.daemon.inputs.observation.Trail;
import dev.larder.daemon.prefetch.Prefetch;
import dev.larder.daemon.stats.Statistics;
import dev.larder.storage.Store;

/**
 * Everything that belongs to one cache directory: where results are kept, what is known about
 * files, and what is counted and noted.
 */
public record Cache(
    Store store,
    Manifests manifests,
    DigestMemo memo,
    Verifier verifier,
    Trail trail,
    Prefetch prefetch,
    Statistics statistics,
    Journal journal) {}

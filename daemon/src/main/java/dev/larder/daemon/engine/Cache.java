package dev.larder.daemon.engine;

import dev.larder.daemon.explain.Journal;
import dev.larder.daemon.inputs.DigestMemo;
import dev.larder.daemon.inputs.Verifier;
import dev.larder.daemon.inputs.observation.Trail;
import dev.larder.daemon.prefetch.Prefetch;
import dev.larder.daemon.stats.Statistics;
import dev.larder.storage.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that belongs to one cache directory: where results are kept, what is known about
 * files, and what is counted and noted.
 *
 * @param near the part of the store that takes no network to be asked
 * @param inFiles the part of it that keeps entries in files, which a wrapper can read by itself
 * @param farTakes how long it takes to get something from the rest of it, if that is known
 */
public record Cache(
    Store store,
    Store near,
    Optional<Store> inFiles,
    Supplier<Optional<Duration>> farTakes,
    Manifests manifests,
    DigestMemo memo,
    Verifier verifier,
    Trail trail,
    Prefetch prefetch,
    Statistics statistics,
    Journal journal) {}

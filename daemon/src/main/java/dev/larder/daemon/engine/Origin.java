package dev.larder.daemon.engine;

import dev.larder.daemon.protocol.RequestKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a request comes from.
 *
 * @param pid the process that asks, as it knows itself
 * @param key what its wrapper knows the request by
 * @param settings the files in which its configuration was looked for, be they there or not; empty
 *     if it may be another one by now
 */
public record Origin(int pid, RequestKey key, Supplier<Optional<List<Path>>> settings) {}

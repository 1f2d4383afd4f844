package dev.larder.daemon;

import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.config.ConfigurationResolver;
import dev.larder.daemon.config.Resolved;
import dev.larder.daemon.engine.Cache;
import dev.larder.daemon.engine.Caller;
import dev.larder.daemon.engine.CallerGoneException;
import dev.larder.daemon.engine.Engine;
import dev.larder.daemon.engine.Origin;
import dev.larder.daemon.inputs.files.FreeMemory;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.Question;
import dev.larder.daemon.server.Listener;
import dev.larder.daemon.standing.StandingAnswers;
import dev.larder.daemon.stats.Event;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One daemon's life: listen, serve, drain, stop. */
final class Daemon {
  private static final Logger LOG = System.getLogger(Daemon.class.getName());

  private static final int PROTOCOL = 1;

  /** How long a compile that is under way may hold up the end. Its wrapper can finish alone. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long all of the end may take: that, and sending what others wait for. */
  private static final Duration LONGEST_END = PATIENCE.plus(CacheOpener.DRAIN);

  private static final Duration FOREVER = Duration.ofDays(36_500);

  /* From one call of a build to the next it takes less. */
  private static final Duration REST = Duration.ofSeconds(20);

  private final ConfigurationResolver resolver;
  private final Surroundings surroundings;
  private final Caches caches;
  private final Engine engine;
  private final StandingAnswers standing;
  private final CommandDesk desk;
  private final Complaints complaints;
  private final LogFile log;
  private final AtomicInteger stoppers = new AtomicInteger();
  private final CompletableFuture<Listener> listening = new CompletableFuture<>();
  private final CountDownLatch drained = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  Daemon(
      ConfigurationResolver resolver,
      Surroundings surroundings,
      Caches caches,
      Engine engine,
      StandingAnswers standing,
      CommandDesk desk,
      Complaints complaints,
      LogFile log) {
    this.resolver = resolver;
    this.surroundings = surroundings;
    this.caches = caches;
    this.engine = engine;
    this.standing = standing;
    this.desk = desk;
    this.complaints = complaints;
    this.log = log;
  }

  /**
   * Serves at the socket until nobody has come for so long, or until told to stop.
   *
   * @param ready run when callers can connect
   * @param leave closed when all but who said stop have been served: what is done then is seen by
   *     whoever waits for the end, and another daemon can take the place
   */
  void serve(Path socket, Duration idle, Runnable ready, Closeable leave)
      throws IOException, InterruptedException {
    try (Listener listener = Listener.open(socket.toString(), limit(idle), this::handle)) {
      listening.complete(listener);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    listening.join().stop();
                    await(ended, LONGEST_END);
                  }));
      LOG.log(Level.INFO, "listening on {0}", socket.toAbsolutePath());
      ready.run();
      listener.awaitIdle(REST, this::rest, standing::drain);
      // Whoever said stop is itself being served, and waits for the rest to end.
      listener.drain(stoppers.get(), PATIENCE);
      standing.close();
      caches.close();
      leave.close();
      // The last that is written: whoever waits for the end may then remove the directory.
      LOG.log(Level.INFO, "stopped");
      log.close();
      drained.countDown();
      listener.drain(0, Duration.ofSeconds(1));
    } finally {
      ended.countDown();
    }
  }

  private void rest() {
    standing.drain();
    FreeMemory.giveBack();
  }

  /** Zero means never. */
  private static Duration limit(Duration idle) {
    return idle.isZero() ? FOREVER : idle;
  }

  /** Ends the service; returns when all requests but this one have been served. */
  private void stop() {
    stoppers.incrementAndGet();
    listening.join().stop();
    await(drained, LONGEST_END);
  }

  private static void await(CountDownLatch latch, Duration limit) {
    try {
      if (!latch.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.WARNING, "something does not end within {0}", limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(Question.Request request, Caller caller)
      throws CallerGoneException, InterruptedException {
    if (request.version() != PROTOCOL) {
      caller.tell(new Answer.Exec("protocol version " + request.version() + " is not known"));
      return;
    }
    Map<String, String> environment = Requests.environment(request);
    if (request.command()) {
      Resolved resolved = resolver.resolve(environment);
      complaints.noted(resolved);
      engine.settle(PATIENCE);
      desk.serve(request, resolved, caller, this::stop);
      return;
    }
    Resolved resolved = resolver.resolve(environment);
    Configuration configuration = complaints.noted(resolved);
    log.setThreshold(configuration.logLevel());
    listening.join().idleLimit(limit(configuration.idleTimeout()));
    Cache cache = caches.of(configuration);
    Optional<Invocation> invocation = Requests.invocation(request, environment);
    Optional<String> obstacle = obstacle(request, invocation.isPresent());
    if (obstacle.isPresent() || invocation.isEmpty()) {
      String reason = obstacle.orElse("");
      cache.statistics().count(new Event.Requested());
      cache.statistics().count(new Event.NotCacheable(reason));
      caller.tell(new Answer.Exec(reason));
      return;
    }
    Origin origin =
        new Origin(request.pid(), request.key(), () -> resolver.restsOn(environment, resolved));
    engine.compile(invocation.get(), origin, configuration, cache, caller);
  }

  private Optional<String> obstacle(Question.Request request, boolean spelled) {
    if (!surroundings.sharedWith(request)) {
      return Optional.of("another mount namespace or root directory");
    }
    if (request.cwd().isEmpty()) {
      return Optional.of("no working directory");
    }
    return spelled ? Optional.empty() : Optional.of("not UTF-8");
  }
}

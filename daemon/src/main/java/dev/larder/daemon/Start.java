package dev.larder.daemon;

import dev.larder.daemon.compiler.buildscript.BuildScriptFrontEnd;
import dev.larder.daemon.compiler.gcc.GccFrontEnd;
import dev.larder.daemon.compiler.rustc.RustcFrontEnd;
import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.config.ConfigurationResolver;
import dev.larder.daemon.engine.Engine;
import dev.larder.daemon.engine.Observer;
import dev.larder.daemon.explain.Journal;
import dev.larder.daemon.standing.StandingAnswers;
import dev.larder.daemon.stats.Statistics;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Puts a daemon together from what it is started with. */
final class Start {
  private static final Logger LOG = System.getLogger(Start.class.getName());

  private Start() {}

  /**
   * Serves at the socket until there is no more need; at once if another daemon does so already.
   */
  static void daemon(Path socket, Path image, Map<String, String> environment)
      throws IOException, InterruptedException {
    ConfigurationResolver resolver =
        new ConfigurationResolver(Path.of(System.getProperty("user.home")), InstantSource.system());
    Configuration configuration = resolver.resolve(environment).configuration();
    Optional<Single> single = Single.at(socket);
    if (single.isEmpty()) {
      return;
    }
    try (Single place = single.get()) {
      Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
      ByDirectory<Statistics> statistics =
          new ByDirectory<>(directory -> new Statistics(directory, later), Statistics::save);
      ByDirectory<Journal> journals =
          new ByDirectory<>(directory -> new Journal(directory, later), Journal::flush);
      Clock clock = Clock.systemUTC();
      Caches caches = new Caches(new CacheOpener(clock, statistics, journals)::open);
      if (configuration.redis().isPresent()) {
        // To connect takes a moment; it may as well begin before the first request comes.
        Thread.ofPlatform().daemon().name("opens the cache").start(() -> caches.of(configuration));
      }
      Complaints complaints = new Complaints();
      StandingAnswers standing = StandingAnswers.beside(socket, Single::isTaken, later);
      Observer observer = new Observer(image.resolve("lib").resolve("libwatch.so"));
      new Daemon(
              resolver,
              Surroundings.ofThisProcess(),
              caches,
              new Engine(
                  List.of(new BuildScriptFrontEnd(), new GccFrontEnd(), new RustcFrontEnd()),
                  observer,
                  standing,
                  clock),
              standing,
              new CommandDesk(caches, statistics, journals, complaints::all),
              complaints,
              LogFile.install(configuration.logFile(), configuration.logLevel()))
          .serve(
              socket,
              configuration.idleTimeout(),
              () -> Readiness.tell(environment),
              () -> {
                end(statistics);
                end(journals);
                place.close();
              });
    }
  }

  /* What can not be saved any more keeps nobody waiting. */
  private static void end(ByDirectory<?> all) {
    try {
      all.end();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "not saved at the end", e);
    }
  }
}

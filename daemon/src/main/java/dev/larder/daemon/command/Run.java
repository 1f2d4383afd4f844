package dev.larder.daemon.command;

import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.config.Problem;
import dev.larder.daemon.config.Resolved;
import dev.larder.daemon.config.SettingsPage;
import dev.larder.daemon.config.Version;
import dev.larder.daemon.explain.Explanation;
import dev.larder.daemon.stats.JsonReport;
import dev.larder.daemon.stats.Report;
import dev.larder.daemon.stats.TextReport;
import dev.larder.storage.Description;
import dev.larder.storage.redis.Keys;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * One command at work.
 *
 * @param cwd the caller's working directory
 * @param resolved the caller's settings
 */
record Run(
    Services services,
    ZoneId zone,
    String cwd,
    Resolved resolved,
    PrintStream out,
    PrintStream err) {

  /** Returns the exit status. */
  int run(Command command) throws IOException {
    return switch (command) {
      case Command.ShowStatistics show -> showStatistics(show);
      case Command.ZeroStatistics zero -> zeroStatistics();
      case Command.StartServer start -> startServer();
      case Command.StopServer stop -> stopServer();
      case Command.Explain explain -> explain(explain.file());
      case Command.GenerateKeys keys -> generateKeys(keys.file());
      case Command.ShowSettings settings -> print(SettingsPage.markdown());
      case Command.DistStatus status -> print("{\"Disabled\":\"disabled\"}\n");
      case Command.Needless needless -> print("larder: " + needless.answer() + "\n");
      case Command.Impossible impossible -> fail(impossible.reason());
      case Command.Show show -> print(show.text());
    };
  }

  private int showStatistics(Command.ShowStatistics show) throws IOException {
    return print(
        switch (show.format()) {
          case TEXT -> TextReport.of(report(store()), show.advanced());
          case JSON -> JsonReport.of(report(store()));
        });
  }

  private Description store() {
    return services.store(resolved.configuration());
  }

  private Report report(Description store) throws IOException {
    Configuration configuration = resolved.configuration();
    CacheTrouble.check(configuration.directory());
    SequencedSet<Problem> problems = new LinkedHashSet<>(resolved.problems());
    problems.addAll(services.problems());
    return new Report(
        services.counts(configuration),
        store,
        Version.current(),
        configuration.baseDirectories(),
        services.daemon().map(daemon -> configuration.keepsNothing()),
        new ArrayList<>(problems));
  }

  private int zeroStatistics() throws IOException {
    services.zeroStatistics(resolved.configuration());
    err.println("Statistics zeroed.");
    return Commands.SUCCESS;
  }

  /** The wrapper starts servers; who gets here was told to start what runs, or has no wrapper. */
  private int startServer() {
    out.println("larder: Starting the server...");
    return fail(
        services.daemon().isPresent()
            ? "the server is already running"
            : "only the larder command can start the server");
  }

  private int stopServer() throws IOException {
    out.println("Stopping larder server...");
    Optional<Services.RunningDaemon> daemon = services.daemon();
    if (daemon.isEmpty()) {
      return fail("couldn't connect to server");
    }
    // The store is closed when the daemon has stopped; the numbers are final only then.
    Description store = store();
    daemon.get().stop();
    return print(TextReport.of(report(store), false));
  }

  private int explain(Optional<String> file) throws IOException {
    CacheTrouble.check(resolved.configuration().directory());
    Explanation explanation =
        new Explanation(services.journal(resolved.configuration()), cwd, zone);
    return print(file.map(explanation::of).orElseGet(explanation::lastBuild));
  }

  private int generateKeys(String file) {
    Path path = Path.of(cwd).resolve(file);
    try {
      Path shown = Keys.generate(path);
      return print(
          "Private key (LARDER_SIGNING_KEY, for those who write): "
              + path
              + "\nPublic key (LARDER_TRUSTED_KEYS, for all who read): "
              + shown
              + "\n");
    } catch (FileAlreadyExistsException e) {
      return fail(e.getFile() + " is there already, and is not replaced");
    } catch (IOException e) {
      return fail(path + " can not be written");
    }
  }

  private int print(String text) {
    out.print(text);
    return Commands.SUCCESS;
  }

  private int fail(String reason) {
    err.println("larder: error: " + reason);
    return Commands.TROUBLE;
  }
}

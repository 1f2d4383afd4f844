package dev.larder.daemon;

import dev.larder.daemon.command.Commands;
import dev.larder.daemon.command.ForegroundServices;
import dev.larder.daemon.config.ConfigurationResolver;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;

/** One of Larder's own commands without a daemon. */
final class Foreground {
  private Foreground() {}

  /** Runs it and returns its exit status. */
  static int run(List<String> arguments) {
    ConfigurationResolver resolver =
        new ConfigurationResolver(Path.of(System.getProperty("user.home")), InstantSource.system());
    return new Commands(new ForegroundServices(), ZoneId.systemDefault())
        .run(
            arguments,
            Path.of("").toAbsolutePath().toString(),
            resolver.resolve(System.getenv()),
            System.out,
            System.err);
  }
}

package dev.larder.daemon.command;

import dev.larder.daemon.config.Resolved;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/** Runs one command. */
public final class Commands {
  /** The command did what was asked. */
  public static final int SUCCESS = 0;

  /** It could not, or was not understood: sccache's status for both. */
  public static final int TROUBLE = 2;

  private final Services services;
  private final ZoneId zone;

  /**
   * @param zone the time zone in which times are shown
   */
  public Commands(Services services, ZoneId zone) {
    this.services = services;
    this.zone = zone;
  }

  /**
   * Runs a command and writes what it has to say as UTF-8.
   *
   * @param arguments the arguments, without the program's own name
   * @param cwd the caller's working directory
   * @param resolved the caller's settings
   * @return the exit status
   */
  public int run(
      List<String> arguments, String cwd, Resolved resolved, OutputStream out, OutputStream err) {
    PrintStream output = new PrintStream(out, false, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(err, false, StandardCharsets.UTF_8);
    try {
      return new Run(services, zone, cwd, resolved, output, errors)
          .run(CommandLineParser.parse(arguments));
    } catch (UsageException e) {
      errors.println("larder: error: " + e.getMessage());
      errors.println("Try larder --help");
      return TROUBLE;
    } catch (IOException e) {
      errors.println(
          "larder: error: " + CacheTrouble.describe(resolved.configuration().directory(), e));
      return TROUBLE;
    } finally {
      output.flush();
      errors.flush();
    }
  }
}

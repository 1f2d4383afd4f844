package dev.larder.projects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Larder as a user has it installed, with a cache and a daemon of its own.
 *
 * @param image the image under test
 * @param scratch holds the cache and the runtime directory
 * @param settings further variables
 */
public record Installed(Path image, Path scratch, Map<String, String> settings)
    implements AutoCloseable {
  public Installed {
    settings = Map.copyOf(settings);
  }

  /** The image under test, with a cache of its own below a directory. */
  public static Installed in(Path scratch) throws IOException {
    Path image = Path.of(System.getProperty("larder.image", "")).toRealPath();
    return new Installed(image, scratch, Map.of());
  }

  /** The same with these settings. */
  public Installed with(Map<String, String> more) {
    return new Installed(image, scratch, more);
  }

  /** What stands before a compiler. */
  public Path program() {
    return image.resolve("bin/larder");
  }

  /** The cache directory. */
  public Path cache() {
    return scratch.resolve("cache");
  }

  private Path runtime() {
    return scratch.resolve("run");
  }

  /** What a build needs to find this cache and this daemon. */
  public Map<String, String> environment() {
    var variables = new java.util.TreeMap<>(settings);
    // Where the daemon did not come in time, a compile would be done without it.
    variables.putIfAbsent("LARDER_STARTUP_TIMEOUT", "60000");
    variables.put("LARDER_DIR", cache().toString());
    variables.put("LARDER_RUNTIME_DIR", runtime().toString());
    return variables;
  }

  /** Runs a management command. */
  public String command(String... arguments) throws IOException, InterruptedException {
    return Command.of(scratch, arguments)
        .behind(List.of(program().toString()))
        .with(environment())
        .run();
  }

  /** One number of the statistics, by the name that stands before it. */
  public long count(String name) throws IOException, InterruptedException {
    String statistics = command("--show-stats");
    return row(name, statistics)
        .orElseThrow(() -> new AssertionError("no row '" + name + "' in\n" + statistics));
  }

  /** As {@link #count(String)}, of one language, which has no row while there is none. */
  public long count(String name, String language) throws IOException, InterruptedException {
    String statistics = command("--show-stats");
    assertThat(row(name, statistics)).as(name).isPresent();
    return row(name + " (" + language + ")", statistics).orElse(0L);
  }

  /** How many runs were not kept because what they are made from is being worked on. */
  public long leftAlone() throws IOException, InterruptedException {
    return row("being worked on", command("--show-stats")).orElse(0L);
  }

  private static Optional<Long> row(String name, String statistics) {
    return Pattern.compile("^" + Pattern.quote(name) + " +(\\d+)$", Pattern.MULTILINE)
        .matcher(statistics)
        .results()
        .map(row -> Long.parseLong(row.group(1)))
        .findFirst();
  }

  /** The daemon that serves this runtime directory, if one runs: it has that as its directory. */
  public Optional<ProcessHandle> daemon() throws IOException {
    if (!Files.exists(runtime())) {
      return Optional.empty();
    }
    Path directory = runtime().toRealPath();
    return ProcessHandle.allProcesses()
        .filter(process -> worksIn(process, directory))
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .findFirst();
  }

  private static boolean worksIn(ProcessHandle process, Path directory) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd")).equals(directory);
    } catch (IOException e) {
      return false; // it has ended meanwhile, or is another user's
    }
  }

  /** Sends a signal to the daemon, and says whether there was one. */
  public boolean signal(String name) throws IOException, InterruptedException {
    Optional<ProcessHandle> daemon = daemon();
    if (daemon.isEmpty()) {
      return false;
    }
    String pid = Long.toString(daemon.get().pid());
    return new ProcessBuilder("kill", "-" + name, pid).start().waitFor() == 0;
  }

  @Override
  public void close() throws IOException {
    Optional<ProcessHandle> daemon = daemon();
    if (daemon.isPresent()) {
      daemon.get().destroyForcibly();
      daemon.get().onExit().join();
    }
  }
}

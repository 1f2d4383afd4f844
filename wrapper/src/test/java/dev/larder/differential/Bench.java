package dev.larder.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One Larder of its own with an empty cache, and bare compilers beside it. */
public final class Bench implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  /** Where the compilers are: rustup looks for its toolchains in a home. */
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "CARGO_HOME");

  private final Path root;
  private final Path wrapper;
  private final Map<String, String> environment;

  private Bench(Path root, Path wrapper, Map<String, String> environment) {
    this.root = root;
    this.wrapper = wrapper;
    this.environment = environment;
  }

  /**
   * A Larder that keeps everything below a directory.
   *
   * @param verify whether each hit is compiled as well and compared
   */
  public static Bench open(Path root, boolean verify) throws IOException {
    String image = System.getProperty("larder.image", "");
    if (image.isEmpty()) {
      throw new IllegalStateException(
          "no image to test: run mvn verify, which sets -Dlarder.image");
    }
    Files.createDirectories(root.resolve("logs"));
    Files.createDirectory(
        root.resolve("runtime"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var variables = new HashMap<String, String>();
    for (String name : INHERITED) {
      Optional.ofNullable(System.getenv(name)).ifPresent(value -> variables.put(name, value));
    }
    variables.put("LARDER_RUNTIME_DIR", root.resolve("runtime").toString());
    variables.put("LARDER_DIR", root.resolve("cache").toString());
    variables.put("LARDER_SILENCE_TIMEOUT", "60000");
    variables.put("LARDER_STARTUP_TIMEOUT", "60000");
    if (verify) {
      variables.put("LARDER_VERIFY", "1");
    }
    return new Bench(root, Path.of(image, "bin", "larder"), Map.copyOf(variables));
  }

  /** Another Larder, which uses the cache directory of one that was opened below {@code root}. */
  static Bench beside(Path root, Path own) throws IOException {
    Bench bench = open(own, false);
    var variables = new HashMap<>(bench.environment);
    variables.put("LARDER_DIR", root.resolve("cache").toString());
    return new Bench(own, bench.wrapper, Map.copyOf(variables));
  }

  /** What a caller's environment must say to be served here. */
  public Map<String, String> environment() {
    return environment;
  }

  /** The program that stands before a compiler. */
  public Path wrapper() {
    return wrapper;
  }

  /** Runs a command by itself. */
  public Outcome bare(Command command) throws IOException, InterruptedException {
    return run(command, command.words());
  }

  /** Runs a command through Larder. */
  public Outcome cached(Command command) throws IOException, InterruptedException {
    var words = new ArrayList<String>(List.of(wrapper.toString()));
    words.addAll(command.words());
    return run(command, words);
  }

  /** Runs a command through Larder and leaves what it writes; says its exit status. */
  public int leaving(Command command) throws IOException, InterruptedException {
    var words = new ArrayList<String>(List.of(wrapper.toString()));
    words.addAll(command.words());
    return execute(command, words, root.resolve("logs/stdout"), root.resolve("logs/stderr"));
  }

  /** A run through Larder that is under way. */
  static final class Started implements AutoCloseable {
    private final Process process;
    private final BufferedReader stderr;

    private Started(Process process) {
      this.process = process;
      this.stderr = process.errorReader(ISO_8859_1);
    }

    /** Waits until it prints something on standard error. */
    void awaitLine() throws IOException {
      stderr.readLine();
    }

    boolean isUnderWay() {
      return process.isAlive();
    }

    /** Waits for its end, and says its exit status. */
    int end() throws IOException, InterruptedException {
      stderr.transferTo(Writer.nullWriter());
      return process.waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** Starts a command through Larder, and leaves what it will write. */
  Started startCached(Command command) throws IOException {
    var words = new ArrayList<String>(List.of(wrapper.toString()));
    words.addAll(command.words());
    return new Started(
        builder(command, words).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** Sends the daemon a signal. */
  void signalDaemon(String signal) throws IOException, InterruptedException {
    for (ProcessHandle daemon : ProcessHandle.allProcesses().filter(this::isDaemon).toList()) {
      new ProcessBuilder("kill", "-" + signal, Long.toString(daemon.pid())).start().waitFor();
    }
  }

  private Outcome run(Command command, List<String> words)
      throws IOException, InterruptedException {
    SortedSet<String> before = files(command.directory());
    Path stdout = root.resolve("logs/stdout");
    Path stderr = root.resolve("logs/stderr");
    int status = execute(command, words, stdout, stderr);
    var written = new TreeMap<String, String>();
    for (String name : files(command.directory())) {
      if (!before.contains(name)) {
        Path file = command.directory().resolve(name);
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        written.put(name, mode + " " + Files.readString(file, ISO_8859_1));
        Files.delete(file);
      }
    }
    return new Outcome(
        status,
        Files.readString(stdout, ISO_8859_1),
        Files.readString(stderr, ISO_8859_1),
        written);
  }

  private int execute(Command command, List<String> words, Path stdout, Path stderr)
      throws IOException, InterruptedException {
    Process process =
        builder(command, words)
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("no end after " + PATIENCE_SECONDS + " s: " + words);
    }
    return process.exitValue();
  }

  private ProcessBuilder builder(Command command, List<String> words) {
    var builder = new ProcessBuilder(words).directory(command.directory().toFile());
    builder.redirectInput(command.input().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(command.variables());
    return builder;
  }

  private void own(List<String> arguments, Path log) throws IOException, InterruptedException {
    var words = new ArrayList<String>(List.of(wrapper.toString()));
    words.addAll(arguments);
    execute(new Command(root, words, Map.of()), words, log, root.resolve("logs/trouble"));
  }

  private static SortedSet<String> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      var names = new TreeSet<String>();
      all.filter(file -> !Files.isDirectory(file))
          .forEach(file -> names.add(directory.relativize(file).toString()));
      return names;
    }
  }

  /** The statistics as JSON. */
  public String statistics() throws IOException, InterruptedException {
    Path log = root.resolve("logs/statistics");
    own(List.of("--show-stats", "--stats-format", "json"), log);
    return Files.readString(log);
  }

  /** What it says became of a source. */
  String explanation(Path source) throws IOException, InterruptedException {
    Path log = root.resolve("logs/explanation");
    own(List.of("explain", source.toString()), log);
    return Files.readString(log, ISO_8859_1);
  }

  /** The directory of standing answers, which the daemon makes. */
  Path answers() throws IOException {
    return answers(root.resolve("runtime"));
  }

  private static Path answers(Path runtime) throws IOException {
    try (Stream<Path> all = Files.list(runtime)) {
      return all.filter(file -> file.toString().endsWith(".answers"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no directory of standing answers"));
    }
  }

  /** How many hits wrappers have given by themselves. */
  long givenByWrappers() throws IOException {
    return givenByWrappers(root.resolve("runtime"));
  }

  /** The same of any daemon, by its runtime directory. */
  public static long givenByWrappers(Path runtime) throws IOException {
    final int note = 32;
    return Files.size(answers(runtime).resolve("served")) / note;
  }

  /** What the daemon logged. */
  public String log() throws IOException {
    Path log = root.resolve("cache/larder.log");
    return Files.exists(log) ? Files.readString(log, ISO_8859_1) : "";
  }

  /** The sum of the numbers in {@code "name":3} or {@code "name":{"counts":{"x":1,"y":2}}}. */
  public static long count(String statistics, String name) {
    Matcher matcher =
        Pattern.compile("\"" + name + "\":(?:\\{\"counts\":)?(\\{[^}]*}|\\d+)").matcher(statistics);
    if (!matcher.find()) {
      throw new AssertionError("no " + name + " in " + statistics);
    }
    return Pattern.compile("\\d+$|(?<=:)\\d+")
        .matcher(matcher.group(1))
        .results()
        .mapToLong(number -> Long.parseLong(number.group()))
        .sum();
  }

  /** Stops the daemon and waits for its end. */
  @Override
  public void close() throws IOException, InterruptedException {
    List<ProcessHandle> daemons = ProcessHandle.allProcesses().filter(this::isDaemon).toList();
    Path log = root.resolve("logs/stop");
    own(List.of("--stop-server"), log);
    for (ProcessHandle daemon : daemons) {
      try {
        daemon.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError("the daemon does not end", e);
      }
    }
  }

  /* A daemon has its runtime directory as its working directory. */
  private boolean isDaemon(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
          .equals(root.resolve("runtime"));
    } catch (IOException goneOrForeign) {
      return false;
    }
  }
}

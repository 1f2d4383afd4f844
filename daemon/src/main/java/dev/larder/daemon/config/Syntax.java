package dev.larder.daemon.config;

import dev.larder.storage.redis.Endpoint;
import dev.larder.storage.redis.Secret;
import java.lang.System.Logger.Level;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a value is written. Each of these is one of a kind. */
public final class Syntax<T> {
  static final Syntax<Boolean> BOOLEAN =
      new Syntax<>("true or false (also on, off, yes, no, 1, 0)", Syntax::parseBoolean);

  /** sccache has variables of which the mere presence counts, whatever their value. */
  static final Syntax<Boolean> PRESENCE = new Syntax<>("any value", text -> Optional.of(true));

  static final Syntax<Boolean> READ_ONLY_MODE =
      new Syntax<>("READ_ONLY or READ_WRITE", Syntax::parseReadOnlyMode);

  static final Syntax<ByteCount> SIZE =
      new Syntax<>("a size such as 10GiB, 500M or a number of bytes", ByteCount::parse);

  static final Syntax<Duration> DURATION =
      new Syntax<>("seconds, or a duration such as 500ms, 90s, 10m, 1h", Syntax::parseDuration);

  static final Syntax<Duration> MILLISECONDS =
      new Syntax<>("a number of milliseconds", text -> parseCount(text).map(Duration::ofMillis));

  static final Syntax<Integer> COUNT = new Syntax<>("a number", Syntax::parseCount);

  static final Syntax<Path> PATH = new Syntax<>("an absolute path", Syntax::parsePath);

  static final Syntax<List<String>> PATHS =
      new Syntax<>("paths, separated by colons", Syntax::parsePaths);

  static final Syntax<List<String>> DIRECTORIES =
      new Syntax<>("absolute paths, separated by colons", Syntax::parseDirectories);

  static final Syntax<List<String>> NAMES =
      new Syntax<>(
          "names, separated by commas or spaces", text -> Optional.of(parseList(text, "[, ]")));

  static final Syntax<Level> LEVEL =
      new Syntax<>("off, error, warn, info, debug or trace", Syntax::parseLevel);

  /** sccache's is a filter: levels, or {@code module=level}, separated by commas. */
  static final Syntax<Level> LEVEL_FILTER =
      new Syntax<>("off, error, warn, info, debug or trace", Syntax::parseFilter);

  static final Syntax<String> TEXT = new Syntax<>("a text", Optional::of);

  static final Syntax<List<String>> LEVELS =
      new Syntax<>(
          "levels, separated by commas",
          text -> Optional.of(parseList(text.toLowerCase(Locale.ROOT), "[, ]")));

  static final Syntax<String> KEY_PREFIX =
      new Syntax<>("visible characters of ASCII", Syntax::parseVisible);

  static final Syntax<Secret> SECRET = new Syntax<>("a text", Syntax::parseSecret, true);

  /** One at most. */
  static final Syntax<List<Endpoint>> ENDPOINT =
      new Syntax<>(Endpoint.EXPECTED, Syntax::parseEndpoint, true);

  static final Syntax<List<Endpoint>> ENDPOINTS =
      new Syntax<>(
          "HOST[:PORT], redis://… or rediss://…, separated by commas",
          Syntax::parseEndpoints,
          true);

  private static final Pattern DURATION_TEXT = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)?");

  private final String expected;
  private final Function<String, Optional<T>> parser;
  private final boolean secret;

  private Syntax(String expected, Function<String, Optional<T>> parser) {
    this(expected, parser, false);
  }

  private Syntax(String expected, Function<String, Optional<T>> parser, boolean secret) {
    this.expected = expected;
    this.parser = parser;
    this.secret = secret;
  }

  /** What a right value looks like, for messages and documentation. */
  public String expected() {
    return expected;
  }

  /** Whether a value may hold a password, and so is never shown. */
  public boolean secret() {
    return secret;
  }

  /** The value that a text means, or nothing. */
  Optional<T> parse(String text) {
    return parser.apply(text);
  }

  private static List<String> parseList(String text, String separator) {
    return Stream.of(text.split(separator, -1)).filter(part -> !part.isEmpty()).toList();
  }

  private static Optional<Boolean> parseBoolean(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "1" -> Optional.of(true);
      case "false", "off", "no", "0", "" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Boolean> parseReadOnlyMode(String text) {
    return switch (text.strip().toUpperCase(Locale.ROOT)) {
      case "READ_ONLY" -> Optional.of(true);
      case "READ_WRITE" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Integer> parseCount(String text) {
    try {
      int value = Integer.parseInt(text.strip());
      return value < 0 ? Optional.empty() : Optional.of(value);
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> parseDuration(String text) {
    Matcher matcher = DURATION_TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = Optional.ofNullable(matcher.group(2)).orElse("s");
    return Optional.of(
        switch (unit) {
          case "ms" -> Duration.ofMillis(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofSeconds(number);
        });
  }

  private static Optional<Path> parsePath(String text) {
    try {
      Path path = Path.of(text);
      return path.isAbsolute() ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException unnameable) {
      return Optional.empty();
    }
  }

  private static Optional<List<String>> parsePaths(String text) {
    return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(parseList(text, ":"));
  }

  /* All or none, without the slashes at their ends. */
  private static Optional<List<String>> parseDirectories(String text) {
    return parsePaths(text)
        .filter(all -> all.stream().allMatch(path -> parsePath(path).isPresent()))
        .map(all -> all.stream().map(path -> path.replaceFirst("(?<=.)/+$", "")).toList());
  }

  private static Optional<Level> parseLevel(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "off" -> Optional.of(Level.OFF);
      case "error" -> Optional.of(Level.ERROR);
      case "warn", "warning" -> Optional.of(Level.WARNING);
      case "info" -> Optional.of(Level.INFO);
      case "debug" -> Optional.of(Level.DEBUG);
      case "trace" -> Optional.of(Level.TRACE);
      default -> Optional.empty();
    };
  }

  private static Optional<Level> parseFilter(String text) {
    Optional<Level> most = Optional.empty();
    for (String directive : text.split(",", -1)) {
      Optional<Level> level = parseLevel(directive.substring(directive.indexOf('=') + 1));
      if (level.isPresent()
          && (most.isEmpty() || level.get().getSeverity() < most.get().getSeverity())) {
        most = level;
      }
    }
    return most;
  }

  private static Optional<String> parseVisible(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f) ? Optional.of(text) : Optional.empty();
  }

  private static Optional<Secret> parseSecret(String text) {
    return Optional.of(text.isEmpty() ? new Secret.None() : new Secret.Text(text));
  }

  private static Optional<List<Endpoint>> parseEndpoint(String text) {
    return text.isBlank() ? Optional.of(List.of()) : Endpoint.parse(text).map(List::of);
  }

  private static Optional<List<Endpoint>> parseEndpoints(String text) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String each : parseList(text, "[, ]")) {
      Optional<Endpoint> endpoint = Endpoint.parse(each);
      if (endpoint.isEmpty() || !endpoint.get().master().isEmpty()) {
        return Optional.empty();
      }
      endpoints.add(endpoint.get());
    }
    return Optional.of(endpoints);
  }
}

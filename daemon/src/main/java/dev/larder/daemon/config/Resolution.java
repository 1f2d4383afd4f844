package dev.larder.daemon.config;

import dev.larder.storage.redis.RedisSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * One walk from a caller's variables and files to a configuration. A value that can not be read is
 * named and then treated as if it were not there, so that the next source is asked.
 */
final class Resolution {
  private final Map<String, String> environment;
  private final Path home;
  private final List<FileStamp> stamps = new ArrayList<>();
  private final List<ConfigurationFile> files = new ArrayList<>();
  private final Set<Problem> problems = new LinkedHashSet<>();

  /**
   * @param fallbackHome the home directory of the daemon's user, for callers without {@code HOME}
   */
  Resolution(Map<String, String> environment, Path fallbackHome) {
    this.environment = environment;
    this.home = absolute("HOME").orElse(fallbackHome);
  }

  /** The files that were looked for, as they were just before they were read. */
  List<FileStamp> stamps() {
    return stamps;
  }

  Resolved resolve() {
    readFiles();
    Path directory =
        value(Settings.DIRECTORY)
            .orElseGet(
                () ->
                    absolute("XDG_CACHE_HOME")
                        .orElseGet(() -> home.resolve(".cache"))
                        .resolve("larder"));
    RedisResolution shared = new RedisResolution(this, problems::add);
    Optional<RedisSettings> redis = shared.redis();
    List<StoreLevel> chain = shared.chain(redis.isPresent());
    Configuration configuration =
        new Configuration(
            directory,
            chain,
            redis.filter(any -> chain.contains(StoreLevel.REDIS)),
            valueOrStandard(Settings.CACHE_SIZE),
            valueOrStandard(Settings.MEMORY_SIZE),
            valueOrStandard(Settings.READ_ONLY),
            valueOrStandard(Settings.RECACHE),
            valueOrStandard(Settings.NO_CACHE),
            valueOrStandard(Settings.VERIFY),
            valueOrStandard(Settings.OBSERVE),
            valueOrStandard(Settings.BASE_DIRECTORIES),
            valueOrStandard(Settings.EXTRA_FILES),
            valueOrStandard(Settings.EXTRA_VARIABLES),
            valueOrStandard(Settings.BUILD_SCRIPTS),
            valueOrStandard(RedisOptions.PROJECT),
            valueOrStandard(RedisOptions.PREFETCH),
            valueOrStandard(Settings.IDLE_TIMEOUT),
            valueOrStandard(Settings.LOG),
            value(Settings.ERROR_LOG).orElseGet(() -> directory.resolve("larder.log")));
    checkTheRest();
    return new Resolved(configuration, List.copyOf(problems));
  }

  /** Whether a setting is given in the environment by one of Larder's own names. */
  boolean isOwn(Setting<?> setting) {
    return given(setting.variable())
        || setting.others().stream()
            .anyMatch(o -> o.variable().startsWith("LARDER_") && given(o.variable()));
  }

  private boolean given(String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }

  private void readFiles() {
    Optional<Path> named = value(Settings.FILE);
    Path own =
        named.orElseGet(
            () ->
                absolute("XDG_CONFIG_HOME")
                    .orElseGet(() -> home.resolve(".config"))
                    .resolve("larder/config.toml"));
    if (stamp(own)) {
      add(ConfigurationFile.read(own));
    } else if (named.isPresent()) {
      problems.add(new Problem(Settings.FILE.variable() + "=" + own + ": no such file"));
    }
    Optional<Path> foreign = named.isPresent() ? Optional.empty() : absolute("SCCACHE_CONF");
    if (foreign.isPresent() && stamp(foreign.get())) {
      add(ConfigurationFile.readForeign(foreign.get()));
    }
  }

  private boolean stamp(Path path) {
    FileStamp stamp = FileStamp.of(path);
    stamps.add(stamp);
    return stamp.exists();
  }

  private void add(ConfigurationFile file) {
    files.add(file);
    problems.addAll(file.problems());
  }

  private Optional<Path> absolute(String variable) {
    return Optional.ofNullable(environment.get(variable)).flatMap(Syntax.PATH::parse);
  }

  /** Values that only the wrapper acts upon, and names that are no setting. */
  private void checkTheRest() {
    for (Setting<?> setting : Settings.all()) {
      if (setting.reader() == Setting.Reader.WRAPPER) {
        value(setting);
      }
    }
    Set<String> known = new LinkedHashSet<>();
    for (Setting<?> setting : Settings.all()) {
      known.add(setting.variable());
      setting.others().forEach(other -> known.add(other.variable()));
    }
    environment.keySet().stream()
        .filter(name -> name.startsWith("LARDER_") || name.startsWith("SCCACHE_"))
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(name -> ForeignNames.judge(name).ifPresent(problems::add));
  }

  <T> T valueOrStandard(Setting<T> setting) {
    return value(setting)
        .or(setting::standardValue)
        .orElseThrow(() -> new NoSuchElementException(setting.variable() + " has no standard"));
  }

  <T> Optional<T> value(Setting<T> setting) {
    Optional<T> found = variable(setting.variable(), setting.syntax());
    for (Setting.Other<T> other : setting.others()) {
      found = found.or(() -> variable(other.variable(), other.syntax()));
    }
    for (ConfigurationFile file : files) {
      found = found.or(() -> entry(file, setting));
    }
    return found;
  }

  private <T> Optional<T> variable(String name, Syntax<T> syntax) {
    String text = environment.get(name);
    // An empty variable is how a shell or a CI matrix spells "not set".
    if (text == null || (text.isEmpty() && !syntax.equals(Syntax.PRESENCE))) {
      return Optional.empty();
    }
    return parse(name, text, syntax);
  }

  private <T> Optional<T> entry(ConfigurationFile file, Setting<T> setting) {
    String text = setting.key().isEmpty() ? null : file.values().get(setting.key());
    return text == null
        ? Optional.empty()
        : parse(file.path() + ": " + setting.key(), text, setting.syntax());
  }

  private <T> Optional<T> parse(String where, String text, Syntax<T> syntax) {
    Optional<T> value = syntax.parse(expanded(text, syntax));
    if (value.isEmpty()) {
      String shown = syntax.secret() ? "" : "=" + text;
      problems.add(new Problem(where + shown + " is ignored: expected " + syntax.expected()));
    }
    return value;
  }

  private String expanded(String text, Syntax<?> syntax) {
    return syntax.equals(Syntax.PATH) && text.startsWith("~/")
        ? home.resolve(text.substring(2)).toString()
        : text;
  }
}

package dev.larder.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.config.ConfigurationResolver;
import dev.larder.daemon.config.Problem;
import dev.larder.daemon.config.Resolved;
import dev.larder.daemon.config.SettingsPage;
import dev.larder.daemon.config.Version;
import dev.larder.daemon.explain.Journal;
import dev.larder.daemon.explain.JournalEntry;
import dev.larder.daemon.stats.Counts;
import dev.larder.daemon.stats.Event;
import dev.larder.daemon.stats.Statistics;
import dev.larder.storage.Description;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandsTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Resolved resolved;

  @BeforeEach
  void create() throws IOException {
    resolved =
        new ConfigurationResolver(Path.of("/nowhere"), InstantSource.system())
            .resolve(Map.of("LARDER_DIR", directory.toString(), "LARDER_XYZZY", "1"));
    Statistics statistics = new Statistics(directory, task -> {});
    statistics.count(new Event.Requested());
    statistics.count(new Event.Hit("C/C++", "c [gcc]", Duration.ZERO));
    statistics.count(new Event.Missed("C/C++", "c [gcc]"));
    statistics.save();
  }

  private int run(Services services, String... arguments) {
    return new Commands(services, ZoneOffset.UTC)
        .run(List.of(arguments), "/work", resolved, out, err);
  }

  private int run(String... arguments) {
    return run(new ForegroundServices(), arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--show-stats", "--zero-stats", "explain"})
  void cacheDirectoryThatIsNone_isNamedWithTheWayOut(String command) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    for (Path place : List.of(file, file.resolve("below"))) {
      err.reset();
      resolved =
          new ConfigurationResolver(Path.of("/nowhere"), InstantSource.system())
              .resolve(Map.of("LARDER_DIR", place.toString()));
      assertThat(run(command)).isEqualTo(Commands.TROUBLE);
      assertThat(err().lines())
          .singleElement()
          .asString()
          .startsWith("larder: error: cache directory " + place + ": ")
          .containsIgnoringCase("not a directory")
          .contains("LARDER_DIR")
          .doesNotContain("Exception");
    }
    assertThat(out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--show-stats", "explain"})
  void cacheDirectoryThatHasGone_isEmpty(String command) {
    resolved =
        new ConfigurationResolver(Path.of("/nowhere"), InstantSource.system())
            .resolve(Map.of("LARDER_DIR", directory.resolve("gone/away").toString()));
    assertThat(run(command)).isEqualTo(Commands.SUCCESS);
    assertThat(err()).isEmpty();
  }

  @Test
  void keysGenerate_makesAPairOnce() throws IOException {
    Path file = directory.resolve("team");
    assertThat(run("keys", "generate", file.toString())).isEqualTo(Commands.SUCCESS);
    assertThat(out()).contains(file + "\n", file + ".pub\n").doesNotContain("BEGIN");
    assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----\n");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    String made = Files.readString(file);
    assertThat(run("keys", "generate", file.toString())).isEqualTo(Commands.TROUBLE);
    assertThat(err()).contains("is there already");
    assertThat(Files.readString(file)).isEqualTo(made);
    assertThat(run("keys", "generate")).isEqualTo(Commands.TROUBLE);
    assertThat(run("keys")).isEqualTo(Commands.TROUBLE);
    assertThat(run("keys", "generate", directory.resolve("no/where").toString()))
        .isEqualTo(Commands.TROUBLE);
  }

  /** A daemon that has one store of 2000 bytes. */
  private final class Daemon implements Services {
    private final Services files = new ForegroundServices();
    private final List<String> calls = new ArrayList<>();

    @Override
    public Counts counts(Configuration configuration) throws IOException {
      calls.add("counts");
      return files.counts(configuration);
    }

    @Override
    public void zeroStatistics(Configuration configuration) throws IOException {
      files.zeroStatistics(configuration);
    }

    @Override
    public Description store(Configuration configuration) {
      calls.add("store");
      return new Description(
          "Local disk: \"" + directory + "\"", OptionalLong.of(2000), OptionalLong.empty());
    }

    @Override
    public List<JournalEntry> journal(Configuration configuration) throws IOException {
      return files.journal(configuration);
    }

    @Override
    public List<Problem> problems() {
      return List.of(new Problem("from another caller"));
    }

    @Override
    public Optional<RunningDaemon> daemon() {
      return Optional.of(() -> calls.add("stop"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-s", "--show-stats"})
  void showStats_withoutDaemon_printsWhatIsSaved(String option) {
    assertThat(run(option)).isZero();
    assertThat(out())
        .startsWith("Compile requests                      1\n")
        .contains("Cache hits (C/C++)                    1\n")
        .contains("Cache location                  Local disk: \"" + directory + "\"\n")
        .contains("Version (client)                " + Version.current() + "\n")
        .doesNotContain("\nCache size")
        .endsWith(
            """
            Max cache size                       10 GiB

            Settings that could not be used:
              LARDER_XYZZY is no setting
            """);
    assertThat(err()).isEmpty();
  }

  @Test
  void showStats_inDaemon_hasTheSizeAndAllProblems() {
    assertThat(run(new Daemon(), "--show-adv-stats")).isZero();
    assertThat(out())
        .contains("Cache hits (c [gcc])                  1\n")
        .contains("Effective cache mode            ReadWrite\n")
        .contains("Cache size                            2 KiB\n")
        .endsWith("  LARDER_XYZZY is no setting\n  from another caller\n");
  }

  @Test
  void showStats_json_isOneLineWithoutItsEnd() {
    assertThat(run("--show-stats", "--stats-format", "json")).isZero();
    assertThat(out())
        .startsWith("{\"stats\":{\"compile_requests\":1,")
        .contains("\"cache_hits\":{\"counts\":{\"C/C++\":1},\"adv_counts\":{\"c [gcc]\":1}}")
        .contains("\"cache_size\":null")
        .doesNotContain("\n")
        .endsWith("}");
  }

  @Test
  void showStats_jsonWithEquals_isTheSame() {
    assertThat(run("--stats-format=json", "--show-adv-stats")).isZero();
    assertThat(out()).startsWith("{\"stats\":");
  }

  @Test
  void zeroStats_resetsAndSaysSoOnStderr() throws IOException {
    assertThat(run("-z")).isZero();
    assertThat(err()).isEqualTo("Statistics zeroed.\n");
    assertThat(out()).isEmpty();
    assertThat(Statistics.saved(directory)).isEqualTo(Counts.NONE);
  }

  @Test
  void stopServer_inDaemon_stopsAndPrintsTheLastStatistics() {
    Daemon daemon = new Daemon();

    assertThat(run(daemon, "--stop-server")).isZero();
    assertThat(daemon.calls).containsExactly("store", "stop", "counts");
    assertThat(out()).startsWith("Stopping larder server...\nCompile requests");
  }

  @Test
  void stopServer_withoutDaemon_fails() {
    assertThat(run("--stop-server")).isEqualTo(2);
    assertThat(out()).isEqualTo("Stopping larder server...\n");
    assertThat(err()).startsWith("larder: error: ");
  }

  @Test
  void startServer_inDaemon_fails() {
    assertThat(run(new Daemon(), "--start-server")).isEqualTo(2);
    assertThat(err()).isEqualTo("larder: error: the server is already running\n");
  }

  @Test
  void explain_lastBuildAndFile_areWords() throws IOException {
    Journal journal = new Journal(directory, task -> {});
    journal.record(
        new JournalEntry(
            Instant.parse("2026-11-21T07:59:58Z"),
            Instant.parse("2026-11-21T08:00:00Z"),
            "/work",
            "C/C++",
            "a.c",
            "a.o",
            JournalEntry.Kind.MISS,
            "include/b.h appeared",
            List.of()));
    journal.flush();

    assertThat(run("explain")).isZero();
    assertThat(run("explain", "a.c")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            Last build, 2026-11-21 08:00:00 to 2026-11-21 08:00:00: 1 miss
            miss  a.c -> a.o: include/b.h appeared
            2026-11-21 08:00:00  miss  a.c -> a.o: include/b.h appeared
            """);
  }

  @Test
  void settings_isThePage() {
    assertThat(run("--settings")).isZero();
    assertThat(out()).isEqualTo(SettingsPage.markdown());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help"})
  void help_namesCommandsAndSettings(String option) {
    assertThat(run(option)).isZero();
    assertThat(out())
        .contains("larder COMPILER ARGUMENT...", "-s, --show-stats", "explain", "LARDER_CACHE_SIZE")
        .contains("[10GiB]", "~/.cache/larder")
        .doesNotContain("--dist-auth", "%");
    assertThat(out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void help_ofExplain_saysWhatItTakes() {
    assertThat(run("explain", "--help")).isZero();
    assertThat(out())
        .startsWith("Usage: larder explain")
        .contains("[FILE]", "a source or an output");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-V", "--version"})
  void version_isOneLine(String option) {
    assertThat(run(option)).isZero();
    assertThat(out()).isEqualTo("larder " + Version.current() + "\n");
  }

  @Test
  void distStatus_isWhatSccacheSays() {
    assertThat(run("--dist-status")).isZero();
    assertThat(out()).isEqualTo("{\"Disabled\":\"disabled\"}\n");
  }

  @Test
  void sccachesOtherCommands_areAnsweredPlainly() {
    assertThat(run("--debug-preprocessor-cache")).isZero();
    assertThat(out()).contains("no preprocessor cache");
    assertThat(run("--dist-auth")).isEqualTo(2);
    assertThat(run("--package-toolchain", "/bin/cc", "x.tgz")).isEqualTo(2);
    assertThat(err().lines()).hasSize(2).allMatch(line -> line.startsWith("larder: error: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--no-such-option",
        "--show-stats --zero-stats",
        "--show-stats --stats-format xml",
        "--show-stats explain",
        "--package-toolchain only-one",
        "explain a.c b.c",
        "unexpected",
      })
  void wrongUsage_isNamedAndChangesNothing(String line) throws IOException {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);

    assertThat(run(arguments)).isEqualTo(2);
    assertThat(out()).isEmpty();
    assertThat(err()).startsWith("larder: error: ").endsWith("Try larder --help\n");
    assertThat(Statistics.saved(directory)).isNotEqualTo(Counts.NONE);
  }
}

package dev.larder.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.redis.Secret;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationResolverTest {
  @TempDir private Path home;
  private ConfigurationResolver resolver;

  @BeforeEach
  void create() {
    resolver = new ConfigurationResolver(Path.of("/nowhere"), InstantSource.system());
  }

  private Resolved resolve(String... variables) {
    Map<String, String> environment =
        new HashMap<>(Map.of("HOME", home.toString(), "PATH", "/bin"));
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return resolver.resolve(environment);
  }

  private List<String> problems(String... variables) {
    return resolve(variables).problems().stream().map(Problem::message).toList();
  }

  private Path file(String name, String... lines) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, Arrays.asList(lines));
  }

  @Test
  void resolve_nothingSet_isStandard() {
    Path directory = home.resolve(".cache/larder");

    assertThat(resolve())
        .isEqualTo(
            new Resolved(
                new Configuration(
                    directory,
                    List.of(StoreLevel.DISK),
                    Optional.empty(),
                    new ByteCount(10L << 30),
                    new ByteCount(32 << 20),
                    false,
                    false,
                    false,
                    0,
                    true,
                    List.of(),
                    List.of(),
                    List.of(),
                    true,
                    "",
                    new ByteCount(1L << 30),
                    Duration.ofMinutes(10),
                    Level.WARNING,
                    directory.resolve("larder.log")),
                List.of()));
  }

  @Test
  void resolve_noHome_usesTheDaemonsUser() {
    assertThat(resolver.resolve(Map.of()).configuration().directory())
        .isEqualTo(Path.of("/nowhere/.cache/larder"));
  }

  @Test
  void resolve_xdgDirectories_areUsed() throws IOException {
    file("etc/larder/config.toml", "verify = 3");
    Configuration configuration =
        resolve("XDG_CACHE_HOME=/fast", "XDG_CONFIG_HOME=" + home.resolve("etc")).configuration();

    assertThat(configuration.directory()).isEqualTo(Path.of("/fast/larder"));
    assertThat(configuration.verify()).isEqualTo(3);
  }

  @Test
  void resolve_bothVariables_takesLardersOwn() {
    Configuration configuration =
        resolve("LARDER_DIR=/a", "SCCACHE_DIR=/b", "SCCACHE_CACHE_SIZE=5G", "SCCACHE_RECACHE=0")
            .configuration();

    assertThat(configuration.directory()).isEqualTo(Path.of("/a"));
    assertThat(configuration.logFile()).isEqualTo(Path.of("/a/larder.log"));
    assertThat(configuration.cacheSize()).isEqualTo(new ByteCount(5L << 30));
    assertThat(configuration.recache()).isTrue();
  }

  @Test
  void resolve_readWriteMode_isReadOnly() {
    assertThat(resolve("SCCACHE_LOCAL_RW_MODE=READ_ONLY").configuration().readOnly()).isTrue();
    assertThat(
            resolve("LARDER_LOCAL_RW_MODE=READ_WRITE", "SCCACHE_LOCAL_RW_MODE=READ_ONLY")
                .configuration()
                .readOnly())
        .isFalse();
  }

  @Test
  void resolve_emptyVariable_countsAsNotSet() {
    Resolved resolved = resolve("LARDER_DIR=", "SCCACHE_DIR=/b", "LARDER_CACHE_SIZE=");

    assertThat(resolved.configuration().directory()).isEqualTo(Path.of("/b"));
    assertThat(resolved.problems()).isEmpty();
  }

  @Test
  void resolve_badValue_isNamedAndTheNextSourceUsed() {
    Resolved resolved = resolve("LARDER_CACHE_SIZE=30GX", "SCCACHE_CACHE_SIZE=20G");

    assertThat(resolved.configuration().cacheSize()).isEqualTo(new ByteCount(20L << 30));
    assertThat(resolved.problems())
        .containsExactly(
            new Problem(
                "LARDER_CACHE_SIZE=30GX is ignored: expected a size such as 10GiB, 500M or a"
                    + " number of bytes"));
  }

  @Test
  void resolve_wrappersBadValue_isNamedToo() {
    assertThat(problems("LARDER_SILENCE_TIMEOUT=5s"))
        .containsExactly("LARDER_SILENCE_TIMEOUT=5s is ignored: expected a number of milliseconds");
  }

  @Test
  void resolve_typingError_isNamedWithTheNearestName() {
    assertThat(problems("LARDER_CACHE_SZE=1G", "SCCACHE_IDEL_TIMEOUT=0", "LARDER_XYZZY=1"))
        .containsExactly(
            "LARDER_CACHE_SZE is no setting; did you mean LARDER_CACHE_SIZE?",
            "LARDER_XYZZY is no setting",
            "SCCACHE_IDEL_TIMEOUT is no setting; did you mean SCCACHE_IDLE_TIMEOUT?");
  }

  @Test
  void resolve_sccachesOtherNames_passOrAreNamed() {
    assertThat(
            problems(
                "SCCACHE_DIRECT=true",
                "SCCACHE_START_SERVER=1",
                "SCCACHE_BUCKET=x",
                "SCCACHE_C_CUSTOM_CACHE_BUSTER=x",
                "LARDER_PROGRAMS=1-2"))
        .containsExactly(
            "SCCACHE_BUCKET has no effect: this version keeps results on the disk and in Redis only",
            "SCCACHE_C_CUSTOM_CACHE_BUSTER has no effect in Larder");
  }

  @Test
  void resolve_baseDirectories_areAbsoluteAllOfThem() throws IOException {
    assertThat(resolve("SCCACHE_BASEDIRS=/a/:/b//").configuration().baseDirectories())
        .containsExactly("/a", "/b");
    assertThat(resolve("SCCACHE_BASEDIRS=/a", "LARDER_BASEDIRS=/c").configuration())
        .extracting(Configuration::baseDirectories)
        .isEqualTo(List.of("/c"));
    assertThat(problems("LARDER_BASEDIRS=/a:b"))
        .containsExactly(
            "LARDER_BASEDIRS=/a:b is ignored: expected absolute paths, separated by colons");
    file(".config/larder/config.toml", "basedirs = ['/d', '/e']");
    assertThat(resolve().problems()).isEmpty();
    assertThat(resolve().configuration().baseDirectories()).containsExactly("/d", "/e");
  }

  @Test
  void resolve_file_isUsedBelowTheVariables() throws IOException {
    file(
        ".config/larder/config.toml",
        "dir = '~/kept'",
        "cache_size = '30GiB'",
        "memory_size = 1000",
        "read_only = true",
        "idle_timeout = 0",
        "log = 'debug'");
    Resolved resolved = resolve("LARDER_CACHE_SIZE=1G");

    assertThat(resolved.problems()).isEmpty();
    Configuration configuration = resolved.configuration();
    assertThat(configuration.directory()).isEqualTo(home.resolve("kept"));
    assertThat(configuration.cacheSize()).isEqualTo(new ByteCount(1L << 30));
    assertThat(configuration.memorySize()).isEqualTo(new ByteCount(1000));
    assertThat(configuration.readOnly()).isTrue();
    assertThat(configuration.idleTimeout()).isZero();
    assertThat(configuration.logLevel()).isEqualTo(Level.DEBUG);
  }

  @Test
  void resolve_fileWithErrors_namesThemAndKeepsTheRest() throws IOException {
    Path file =
        file(
            ".config/larder/config.toml",
            "cach_size = '30GiB'",
            "verify = 'often'",
            "dir = ['/a']",
            "recache = true");
    Resolved resolved = resolve();

    assertThat(resolved.configuration().recache()).isTrue();
    assertThat(resolved.problems())
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            file + ": cach_size is no setting; did you mean cache_size?",
            file + ": verify=often is ignored: expected a number",
            file + ": dir is ignored: expected a single value");
  }

  @Test
  void resolve_malformedFile_isNamedWithItsLine() throws IOException {
    Path file = file("my.toml", "recache = true", "dir = = 3");

    assertThat(problems("LARDER_CONF=" + file))
        .singleElement()
        .asString()
        .startsWith(file + " is ignored: line 2: ");
  }

  @Test
  void resolve_fileIsDirectory_isNamed() throws IOException {
    Files.createDirectories(home.resolve("conf"));

    assertThat(problems("LARDER_CONF=" + home.resolve("conf")))
        .singleElement()
        .asString()
        .startsWith(home.resolve("conf") + " is ignored: ");
  }

  @Test
  void resolve_namedFileMissing_isNamed() {
    assertThat(problems("LARDER_CONF=/no/such.toml"))
        .containsExactly("LARDER_CONF=/no/such.toml: no such file");
  }

  @Test
  void resolve_sccachesFile_givesItsDisk() throws IOException {
    Path file =
        file(
            "sccache.toml",
            "server_startup_timeout_ms = 10000",
            "[cache.disk]",
            "dir = '/from/sccache'",
            "size = 7516192768",
            "rw_mode = 'READ_ONLY'",
            "[cache.disk.preprocessor_cache_mode]",
            "use_preprocessor_cache_mode = true",
            "[cache.redis]",
            "endpoint = 'redis://x'",
            "password = 'hidden'",
            "[cache.multilevel]",
            "chain = ['redis']",
            "[cache.s3]",
            "bucket = 'x'");
    Resolved resolved = resolve("SCCACHE_CONF=" + file);

    assertThat(resolved.configuration().directory()).isEqualTo(Path.of("/from/sccache"));
    assertThat(resolved.configuration().cacheSize()).isEqualTo(new ByteCount(7L << 30));
    assertThat(resolved.configuration().readOnly()).isTrue();
    assertThat(resolved.configuration().chain()).containsExactly(StoreLevel.REDIS);
    assertThat(resolved.configuration().redis().orElseThrow().password())
        .isEqualTo(new Secret.Text("hidden"));
    assertThat(resolved.problems())
        .containsExactly(
            new Problem(
                file
                    + ": cache.s3 has no effect: this version keeps results on the disk and in Redis only"));
  }

  @Test
  void resolve_sccachesJsonFile_isRead() throws IOException {
    Path file = file("sccache.json", "{\"cache\": {\"disk\": {\"dir\": \"/from/json\"}}}");

    assertThat(resolve("SCCACHE_CONF=" + file).configuration().directory())
        .isEqualTo(Path.of("/from/json"));
  }

  @Test
  void resolve_unchanged_isTheSameObject() throws IOException {
    Path file = file("my.toml", "verify = 1");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));

    assertThat(resolve("LARDER_CONF=" + file)).isSameAs(resolve("LARDER_CONF=" + file));
    assertThat(resolve()).isSameAs(resolve("UNRELATED=1"));
  }

  @Test
  void resolve_fileChanges_takesEffectAtOnce() throws IOException {
    Path file = home.resolve("my.toml");
    String variable = "LARDER_CONF=" + file;
    assertThat(resolve(variable).configuration().verify()).isZero();
    for (int verify = 1; verify < 5; verify++) {
      Files.writeString(file, "verify = " + verify + "\n");
      assertThat(resolve(variable).configuration().verify()).isEqualTo(verify);
    }
    Files.delete(file);
    assertThat(resolve(variable).configuration().verify()).isZero();
  }
}

package dev.larder.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Two users of one machine and one installation; only root can be both. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "user.name", matches = "root")
final class UsersTest {
  private static final String OTHER =
      "chmod -R go+rX . && exec setpriv --reuid 65534 --regid 65534 --clear-groups bash -c '%s'";

  private static final String OWN_DAEMON =
      "mkdir -m 700 own; export LARDER_RUNTIME_DIR=$PWD/own LARDER_DIR=$PWD/own/cache; %s;"
          + " s=$?; $L --show-stats; $L --stop-server > /dev/null; rm -r own; exit $s";

  private Bench bench;
  private Path wrapper;
  private Path project;

  @BeforeAll
  void open(@TempDir Path home) throws Exception {
    bench = Bench.open(home.resolve("bench"), false);
    // Where the image lies, the other user may not be let in.
    Path install = bench.wrapper().resolveSibling("../install").normalize();
    Process installing =
        new ProcessBuilder(install.toString(), home.resolve("prefix").toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start();
    assertThat(installing.waitFor()).isZero();
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    wrapper = home.resolve("prefix/bin/larder");
  }

  @BeforeEach
  void place(@TempDir Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    project = Files.createDirectories(directory.resolve("project"));
    Files.setPosixFilePermissions(project, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(project.resolve("a.c"), "#include \"h.h\"\nint x = H;\n");
    Files.writeString(project.resolve("h.h"), "#define H 1\n");
  }

  @AfterAll
  void close() throws Exception {
    bench.close();
  }

  private Outcome run(String script) throws Exception {
    return bench.bare(
        new Command(
            project, List.of("bash", "-c", script), Map.of("L", wrapper.toString(), "HOME", "/")));
  }

  private long requests() throws Exception {
    return Bench.count(bench.statistics(), "compile_requests");
  }

  @Test
  void other_withTheFirstOnesRuntimeDirectory_compilesAlone() throws Exception {
    long before = requests();
    assertThat(run("$L gcc -c a.c").status()).isZero();
    assertThat(requests()).as("the first one is served").isEqualTo(before + 1);
    Outcome alone = run(OTHER.formatted("$L gcc -c a.c && stat -c %u a.o"));
    assertThat(alone.stdout()).isEqualTo("65534\n");
    assertThat(requests()).isEqualTo(before + 1);
  }

  @Test
  void other_withARuntimeDirectoryOfItsOwn_hasADaemonOfItsOwn() throws Exception {
    long before = requests();
    Outcome served = run(OTHER.formatted(OWN_DAEMON.formatted("$L gcc -c a.c; $L gcc -c a.c")));
    assertThat(served.stdout()).containsPattern("Cache hits +1\n");
    assertThat(requests()).isEqualTo(before);
  }

  @Test
  void fileThatMayNotBeRead_isTheCompilersAffair() throws Exception {
    for (String secret : List.of("a.c", "h.h")) {
      String hide = OTHER.replace("&&", "&& chmod 600 " + secret + " &&");
      Outcome bare = run(hide.formatted("gcc -c a.c"));
      assertThat(bare.status()).isEqualTo(1);
      assertThat(bare.stderr()).contains("Permission denied");
      Outcome cached = run(hide.formatted(OWN_DAEMON.formatted("$L gcc -c a.c; $L gcc -c a.c")));
      assertThat(cached.status()).isEqualTo(1);
      assertThat(cached.stderr()).isEqualTo(bare.stderr().repeat(2));
      assertThat(cached.stdout()).containsPattern("Cache hits +0\n");
    }
  }
}

package dev.larder.projects.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.projects.Installed;
import dev.larder.projects.Machines;
import dev.larder.projects.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A package of crates.io on two machines that share a Redis, each with a cache, a daemon and a
 * checkout of its own, at another path: what the second one makes is bare cargo's, and comes from
 * the Redis.
 */
final class RustSharedCacheTest {
  private static final String NAME = "hexyl";
  private static final Path HOME = Path.of(System.getProperty("larder.sources", ""), "cargo");

  /* What is fetched ahead of need is found on the disk then. */
  private static final Map<String, String> READING =
      Map.of("LARDER_REDIS_RW_MODE", "READ_ONLY", "LARDER_PREFETCH", "0");

  /** Much of what is compiled is the same for both. */
  private static final String LINE = Boolean.getBoolean("larder.full") ? "build" : "check";

  @TempDir Path directory = Path.of("");

  /* Its library and its program load macros, which may ask where they are. */
  private static final long OWN_WITH_MACROS = 2;

  /** A fresh copy of the source at a place of its own. */
  private Cargo checkOut(String place) throws Exception {
    Path copy = directory.resolve(place).resolve(NAME);
    Tree.copy(Tree.source(NAME), copy);
    return Cargo.in(copy)
        .with("CARGO_HOME", HOME.toString())
        .with("CARGO_INCREMENTAL", "0")
        .with("SOURCE_DATE_EPOCH", "1700000000");
  }

  private static Cargo mapped(Cargo cargo) {
    return cargo.with("RUSTFLAGS", "--remap-path-prefix=" + cargo.directory() + "=/src");
  }

  /** The calls for sources below a directory for which a compiler ran, each with its reason. */
  private static List<String> misses(String explained, Path sources) {
    return explained.lines().filter(line -> line.startsWith("miss  " + sources + "/")).toList();
  }

  @Test
  void checkoutThatIsMapped_isShared() throws Exception {
    Cargo one = mapped(checkOut("one"));
    Cargo other = mapped(checkOut("another/place"));
    Built expected = Built.anew(other, LINE);
    assertThat(expected.succeeded()).as("%s", expected.said()).isTrue();
    try (var machines = new Machines(Files.createDirectory(directory.resolve("machines")))) {
      try (Installed first = machines.machine(Map.of())) {
        Built built = Built.anew(one.through(first), LINE);
        assertThat(built.succeeded()).as("%s", built.said()).isTrue();
        assertThat(first.count("Cache misses")).isGreaterThan(30);
        first.command("--stop-server");
      }
      try (Installed second = machines.machine(READING)) {
        assertThat(Built.anew(other.through(second), LINE).difference(expected)).isEmpty();
        String explained = second.command("explain");
        assertThat(misses(explained, other.directory()))
            .as(explained)
            .allMatch(miss -> miss.endsWith(": another working directory"));
        assertThat(misses(explained, HOME)).as(explained).isEmpty();
        assertThat(second.count("Cache misses")).as(explained).isEqualTo(OWN_WITH_MACROS);
        assertThat(second.count("  L1 (redis) hits"))
            .as("each but repeated ones")
            .isGreaterThan(30);
        assertThat(second.count("  L0 (disk) hits")).isZero();
        assertThat(other.through(second).stale(LINE)).isEmpty();
        assertThat(other.stale(LINE)).as("without Larder").isEmpty();
      }
    }
  }
}

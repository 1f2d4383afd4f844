package dev.larder.projects.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.projects.Command;
import dev.larder.projects.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other ways to have cargo use Larder, and other toolchains for cargo. */
final class CargoWaysTest {
  private static final boolean FULL = Boolean.getBoolean("larder.full");

  @TempDir Path directory = Path.of("");

  private Cargo cargo = Cargo.in(Path.of(""));
  private Installed larder = new Installed(Path.of(""), Path.of(""), Map.of());

  @BeforeEach
  void lay() throws IOException {
    cargo = new SampleWorkspace(directory.resolve("workspace")).lay();
    larder = Installed.in(Files.createDirectory(directory.resolve("larder")));
  }

  @AfterEach
  void stop() throws IOException {
    larder.close();
  }

  /* One Larder for all of them, each of them twice: what one has made must not reach another. */
  @Test
  void toolchainsTakeTurns_equalBareCargo() throws Exception {
    List<String> toolchains = toolchains();
    System.out.println("toolchains: " + toolchains);
    String line = FULL ? "build" : "check";
    var expected = new ArrayList<Built>();
    for (String toolchain : toolchains) {
      expected.add(Built.anew(cargo.with("RUSTUP_TOOLCHAIN", toolchain), line));
    }
    for (String when : List.of("cold", "warm")) {
      for (int i = 0; i < toolchains.size(); i++) {
        Cargo chosen = cargo.with("RUSTUP_TOOLCHAIN", toolchains.get(i)).through(larder);
        assertThat(Built.anew(chosen, line).difference(expected.get(i)))
            .as("%s, %s", toolchains.get(i), when)
            .isEmpty();
      }
    }
    // A target directory that another toolchain has left.
    for (int i = 0; i < toolchains.size(); i++) {
      Cargo chosen = cargo.with("RUSTUP_TOOLCHAIN", toolchains.get(i)).through(larder);
      assertThat(Built.of(chosen, line).succeeded()).isTrue();
      assertThat(chosen.stale(line)).as(toolchains.get(i)).isEmpty();
      assertThat(chosen.outputs()).containsAllEntriesOf(expected.get(i).outputs());
    }
  }

  /** Those that rustup has; a machine may well have a single one. */
  private List<String> toolchains() throws Exception {
    String list = Command.of(directory, "rustup", "toolchain", "list").run();
    List<String> all = list.lines().map(line -> line.split(" ", 2)[0]).toList();
    return FULL ? all : all.subList(0, Math.min(all.size(), 2));
  }

  /* Cargo puts the wrapper's path into what it names outputs by, so the bare build has one at the same path. */
  @Test
  void workspaceWrapper_servesTheMembers() throws Exception {
    Path wrapper = Files.createDirectory(directory.resolve("bin")).resolve("larder");
    Files.writeString(wrapper, "#!/bin/sh\nexec \"$@\"\n");
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    Cargo wrapped = cargo.with("RUSTC_WORKSPACE_WRAPPER", wrapper.toString());
    Built expected = Built.anew(wrapped, "build");
    assertThat(expected.succeeded()).as("%s", expected.said()).isTrue();

    Files.delete(wrapper);
    Files.createSymbolicLink(wrapper, larder.program());
    Cargo through = with(wrapped, larder.environment());
    for (String when : List.of("cold", "warm")) {
      larder.command("--zero-stats");
      assertThat(Built.anew(through, "build").difference(expected)).as(when).isEmpty();
      assertThat(through.stale("build")).as(when).isEmpty();
    }
    assertThat(larder.count("Cache misses")).as(larder.command("explain")).isZero();
    assertThat(larder.count("Cache hits")).isGreaterThan(5);

    // Both wrappers: larder larder rustc.
    assertThat(Built.anew(through.through(larder), "build").difference(expected))
        .as("both wrappers")
        .isEmpty();
  }

  private static Cargo with(Cargo cargo, Map<String, String> more) {
    Cargo all = cargo;
    for (Map.Entry<String, String> each : new TreeMap<>(more).entrySet()) {
      all = all.with(each.getKey(), each.getValue());
    }
    return all;
  }
}

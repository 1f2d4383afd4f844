package dev.larder.differential.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.differential.Command;
import dev.larder.differential.Outcome;
import dev.larder.differential.Traps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Another toolchain is another compiler, however it came to be chosen: by rustup's variable, by a
 * file, by a link that now leads elsewhere, by a changed sysroot.
 *
 * <p>The second toolchain is a copy of the first that lacks the crate {@code test}: with it no test
 * binary can be made, and whatever would be served from the first is wrong.
 *
 * <p>Isolated, since hard links give all files of the real toolchain another time of change: a
 * compile that is under way then is not kept.
 */
@Isolated
final class RustToolchainTest extends Traps {
  private Path first = Path.of("");
  private Path second = Path.of("");

  @BeforeEach
  void layToolchains() throws Exception {
    Outcome sysroot = bench.bare(in("project", "rustc --print sysroot"));
    assertThat(sysroot.status()).as(sysroot.stderr()).isZero();
    first = copy(Path.of(sysroot.stdout().strip()), "first");
    second = copy(first, "second");
    Files.delete(library(second));
    write("project/root.rs", "#[test] fn passes() {}\n");
  }

  /** Hard links where they can be made, since a toolchain is large. */
  private Path copy(Path toolchain, String name) throws Exception {
    Path copy = Files.createDirectories(root.resolve(name));
    for (String part : new String[] {"bin", "lib"}) {
      shell(
          "cp -al %1$s %2$s || { rm -rf %2$s; cp -a %1$s %2$s; }"
              .formatted(toolchain.resolve(part), copy.resolve(part)));
    }
    return copy;
  }

  private static Path library(Path toolchain) throws IOException {
    try (Stream<Path> all = Files.walk(toolchain.resolve("lib/rustlib"))) {
      return all.filter(path -> path.getFileName().toString().matches("libtest-.*\\.rlib"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** What rustup needs to know of these toolchains and of no others. */
  private Command byRustup(Command command) throws IOException {
    Path home = Files.createDirectories(root.resolve("rustup"));
    Path toolchains = Files.createDirectories(home.resolve("toolchains"));
    if (!Files.exists(toolchains.resolve("first"))) {
      Files.createSymbolicLink(toolchains.resolve("first"), first);
      Files.createSymbolicLink(toolchains.resolve("second"), second);
      write("rustup/settings.toml", "version = \"12\"\ndefault_toolchain = \"first\"\n");
    }
    return command.with("RUSTUP_HOME", home.toString());
  }

  @Test
  void rustup_choosesByVariable() throws Exception {
    Command command = byRustup(in("project", "rustc --test root.rs"));
    Command other = command.with("RUSTUP_TOOLCHAIN", "second");

    warm(command);
    assertThat(hits(other)).isFalse();
    assertThat(bench.bare(other).status()).isNotZero();
    assertThat(hits(command)).isTrue();
    assertThat(hits(in("project", "rustc +second --test root.rs"))).isFalse();
  }

  @Test
  void rustup_choosesByFileAndDefault() throws Exception {
    Command command = byRustup(in("project", "rustc --test root.rs"));

    warm(command);
    write("project/rust-toolchain.toml", "[toolchain]\nchannel = \"second\"\n");
    assertThat(hits(command)).as("file").isFalse();
    Files.delete(project.resolve("rust-toolchain.toml"));
    write("rust-toolchain", "second\n");
    assertThat(hits(command)).as("file further up").isFalse();
    Files.delete(root.resolve("rust-toolchain"));
    assertThat(hits(command)).as("gone").isTrue();
    write("rustup/settings.toml", "version = \"12\"\ndefault_toolchain = \"second\"\n");
    assertThat(hits(command)).as("default").isFalse();
  }

  @Test
  void link_leadsElsewhere() throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("current"), first);
    Command command = in("project", link + "/bin/rustc --test root.rs");

    warm(command);
    Files.delete(link);
    Files.createSymbolicLink(link, second);
    assertThat(hits(command)).isFalse();
    assertThat(bench.bare(command).status()).isNotZero();
    Files.delete(link);
    Files.createSymbolicLink(link, first);
    assertThat(hits(command)).isTrue();
  }

  @Test
  void sysroot_isChangedInPlaceOrGivenByArgument() throws Exception {
    String line = first + "/bin/rustc --test root.rs";
    Command command = in("project", line);

    warm(command);
    assertThat(hits(in("project", line + " --sysroot " + second))).isFalse();
    Files.delete(library(first));
    assertThat(hits(command)).isFalse();
    assertThat(bench.bare(command).status()).isNotZero();
  }

  @Test
  void version_isThatOfTheToolchainChosen() throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("current"), first);
    for (String question : new String[] {"-vV", "--print=sysroot", "--print=target-libdir"}) {
      Command command = in("project", link + "/bin/rustc " + question);
      hits(command);
      hits(command);
      Files.delete(link);
      Files.createSymbolicLink(link, second);
      hits(command);
      Files.delete(link);
      Files.createSymbolicLink(link, first);
    }
  }
}

package dev.larder.differential.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.differential.Command;
import dev.larder.differential.Traps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Crates that no argument names: rustc finds them by listing directories, which change with each
 * compile of a build.
 */
final class FoundCratesTest extends Traps {
  @BeforeEach
  void compileCrates() throws Exception {
    write("project/deep.rs", "pub struct Deep; pub const ONE: i32 = 1;\n");
    write("project/middle.rs", "extern crate deep; pub fn deep() -> deep::Deep { deep::Deep }\n");
    write("project/root.rs", "extern crate middle; pub fn f() { middle::deep(); }\n");
    Files.createDirectories(project.resolve("deps"));
    Files.createDirectories(project.resolve("away"));
    leave("rustc --crate-type lib -C metadata=1 --out-dir deps deep.rs");
    leave("rustc --crate-type lib --extern deep=deps/libdeep.rlib --out-dir deps middle.rs");
  }

  private void leave(String line) throws Exception {
    assertThat(bench.leaving(in("project", line))).isZero();
  }

  private Command root() throws Exception {
    return in(
        "project",
        "rustc --crate-type lib --extern middle=deps/libmiddle.rlib -L dependency=deps root.rs");
  }

  private void move(String from, String to) throws Exception {
    Path target = project.resolve(to);
    Files.move(project.resolve(from), target, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void crateIsMissing_andComesBack() throws Exception {
    move("deps/libdeep.rlib", "away/libdeep.rlib");
    hits(root());
    hits(root());
    move("away/libdeep.rlib", "deps/libdeep.rlib");
    assertThat(hits(root())).isFalse();
    assertThat(hits(root())).isTrue();
    move("deps/libdeep.rlib", "away/libdeep.rlib");
    assertThat(hits(root())).isFalse();
  }

  @Test
  void crateHasAnotherName() throws Exception {
    warm(root());
    move("deps/libdeep.rlib", "deps/libdeep-2.rlib");
    hits(root());
    assertThat(hits(root())).isTrue();
    move("deps/libdeep-2.rlib", "deps/libdeep.rlib");
    hits(root());
  }

  @Test
  void crateIsAnotherOne_andAgainTheRightOne() throws Exception {
    Files.copy(project.resolve("deps/libdeep.rlib"), project.resolve("away/libdeep.rlib"));
    leave("rustc --crate-type lib -C metadata=2 --out-dir deps deep.rs");
    hits(root());
    hits(root());
    Files.copy(project.resolve("away/libdeep.rlib"), project.resolve("deps/libdeep-1.rlib"));
    assertThat(hits(root())).isFalse();
    Files.delete(project.resolve("deps/libdeep.rlib"));
    hits(root());
  }
}

package dev.larder.projects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image: what its programs need, and what installing and upgrading does. */
final class InstallTest {
  @TempDir Path directory = Path.of("");

  @Test
  void programs_ofTheImage_needNoLibrary() throws IOException, InterruptedException {
    for (String program : List.of("bin/larder", "lib/larderd")) {
      assertThat(Command.of(directory, "readelf", "-l", larder().image() + "/" + program).run())
          .contains("LOAD")
          .doesNotContain("INTERP");
    }
  }

  @Test
  void install_again_changesNothingAndLeavesOneImage() throws IOException, InterruptedException {
    Path first = install(larder().image());
    Object inode = Files.getAttribute(first, "unix:ino");
    assertThat(install(larder().image())).isEqualTo(first);
    assertThat(Files.getAttribute(first, "unix:ino")).isEqualTo(inode);
    try (var images = Files.list(prefix().resolve("lib/larder"))) {
      assertThat(images.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("current", first.getFileName().toString());
    }
  }

  @Test
  void installedCompilers_withCacheAndWithout_makeTheSameObject()
      throws IOException, InterruptedException {
    install(larder().image());
    Files.writeString(directory.resolve("unit.c"), "int unit(int a) { return a + 1; }\n");
    Command.of(directory, "cc", "-O2", "-c", "unit.c").run();
    byte[] bare = Files.readAllBytes(directory.resolve("unit.o"));
    try (var larder = larder()) {
      for (int i = 0; i < 2; i++) {
        Files.delete(directory.resolve("unit.o"));
        Command.of(directory, prefix() + "/bin/larder-cc", "-O2", "-c", "unit.c")
            .with(larder.environment())
            .run();
        assertThat(directory.resolve("unit.o")).hasBinaryContent(bare);
      }
      assertThat(larder.count("Cache hits")).isEqualTo(1);
      assertThat(larder.count("Cache misses")).isEqualTo(1);
    }
  }

  @Test
  void daemon_ofAnInstalledImage_usesItsAotCacheAndNothingOfTheBuildDirectory()
      throws IOException, InterruptedException {
    Path image = install(larder().image());
    try (var larder = new Installed(image, directory, Map.of())) {
      larder.command("--start-server");
      var daemon = larder.daemon();
      assertThat(daemon).isPresent();
      String maps = Files.readString(Path.of("/proc/" + daemon.get().pid() + "/maps"));
      assertThat(maps)
          .contains(image.resolve("lib/larderd.aot").toString())
          .doesNotContain(larder().image().toString());
    }
  }

  @Test
  void upgrade_whileTheOldDaemonRuns_startsADaemonOfItsOwn()
      throws IOException, InterruptedException {
    Path old = install(larder().image());
    Path newer = anotherImage("f00d000000000001");
    try (var before = new Installed(old, directory, Map.of())) {
      before.command("--start-server");
      long oldDaemon = before.daemon().orElseThrow().pid();
      assertThat(install(newer)).isNotEqualTo(old);

      // Both work from the same runtime directory; each is asked through its own socket.
      compileThrough(before, prefix().resolve("bin/larder"));
      assertThat(sockets()).hasSize(2);
      compileThrough(before, old.resolve("bin/larder"));
      assertThat(ProcessHandle.of(oldDaemon)).hasValueSatisfying(ProcessHandle::isAlive);
      before.command("--stop-server");
      Command.of(directory, prefix() + "/bin/larder", "--stop-server")
          .with(before.environment())
          .run();
    }
  }

  private void compileThrough(Installed larder, Path program)
      throws IOException, InterruptedException {
    Files.writeString(directory.resolve("unit.c"), "int unit;\n");
    Command.of(directory, program.toString(), "gcc", "-c", "unit.c")
        .with(larder.environment())
        .run();
  }

  private List<Path> sockets() throws IOException {
    try (var files = Files.list(directory.resolve("run"))) {
      return files.filter(file -> file.toString().endsWith(".sock")).toList();
    }
  }

  /** A copy of the image whose wrapper was built with another id, as a newer version's would be. */
  private Path anotherImage(String id) throws IOException, InterruptedException {
    Path copy = directory.resolve("newer");
    Tree.copy(larder().image(), copy);
    Files.delete(copy.resolve("bin/larder"));
    Path source = Path.of("src/main/c").toAbsolutePath();
    Command.of(source, "make", "-s", "OUT=" + copy.resolve("bin/larder"), "IMAGE_ID=" + id).run();
    List<String> version = Files.readAllLines(copy.resolve("VERSION"));
    Files.delete(copy.resolve("VERSION"));
    Files.write(copy.resolve("VERSION"), List.of(version.get(0), id));
    return copy;
  }

  private Installed larder() throws IOException {
    return Installed.in(directory);
  }

  private Path prefix() {
    return directory.resolve("prefix");
  }

  /** Installs an image and says where it lies then. */
  private Path install(Path image) throws IOException, InterruptedException {
    Command.of(directory, image.resolve("install").toString(), prefix().toString()).run();
    return prefix().resolve("lib/larder/current").toRealPath();
  }
}

package dev.larder.daemon.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of which project a call is. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProjectsTest {
  /** No process has this number. */
  private static final int NOBODY = 0;

  private final Projects projects = new Projects();

  @TempDir Path directory = Path.of("");

  private Path checkout(String name, String origin) throws IOException {
    Path git = Files.createDirectories(directory.resolve(name).resolve(".git"));
    Files.writeString(git.resolve("config"), "[remote \"origin\"]\n\turl = " + origin + "\n");
    return directory.resolve(name);
  }

  private static Path below(Path parent, String name) throws IOException {
    return Files.createDirectories(parent.resolve(name));
  }

  private Optional<Project> of(Path cwd) {
    return projects.of("", cwd.toString(), Map.of(), NOBODY);
  }

  @Test
  void named_isThatProjectEverywhere() throws IOException {
    Path checkout = checkout("one", "https://example.com/one");
    assertThat(projects.of("mine", checkout.toString(), Map.of(), NOBODY))
        .contains(Project.named("mine"))
        .isEqualTo(projects.of("mine", "/", Map.of(), NOBODY))
        .isNotEqualTo(of(checkout));
  }

  @Test
  void checkout_isItsOriginWhereverItLies() throws IOException {
    Path one = checkout("one", "https://example.com/one");
    assertThat(of(below(one, "a/b"))).contains(Project.from("example.com/one"));
    assertThat(of(checkout("two", "git@example.com:one.git"))).isEqualTo(of(one));
    assertThat(of(checkout("three", "https://example.com/three"))).isNotEqualTo(of(one));
    Path submodule = checkout("one/sub", "https://example.com/sub");
    assertThat(of(submodule)).contains(Project.from("example.com/sub"));
  }

  @Test
  void noOrigin_isTheTopmostLock() throws IOException {
    Path workspace = below(directory, "workspace");
    Path member = below(workspace, "crates/member");
    assertThat(of(member)).isEmpty();
    Files.writeString(workspace.resolve("Cargo.lock"), "outer");
    Files.writeString(member.resolve("Cargo.lock"), "inner");
    Files.createDirectory(workspace.resolve(".git"));
    assertThat(new Projects().of("", member.toString(), Map.of(), NOBODY))
        .contains(Project.locked("outer".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void compilerRunsElsewhere_isTheProjectOfWhoeverStartedIt()
      throws IOException, InterruptedException {
    Path checkout = checkout("one", "https://example.com/one");
    Path dependency = below(directory, "registry/dependency-1.0");
    Files.writeString(dependency.resolve("Cargo.lock"), "its own");
    Process shell =
        new ProcessBuilder("sh", "-c", "(cd " + dependency + " && exec cat); true")
            .directory(checkout.toFile())
            .start();
    try {
      int compiler = (int) awaitChild(shell).pid();
      assertThat(projects.of("", dependency.toString(), Map.of(), compiler))
          .contains(Project.from("example.com/one"));
    } finally {
      shell.getOutputStream().close();
      shell.waitFor();
    }
  }

  private static ProcessHandle awaitChild(Process shell) {
    Optional<ProcessHandle> child = Optional.empty();
    while (child.filter(c -> c.info().command().orElse("").endsWith("cat")).isEmpty()) {
      assertThat(shell.isAlive()).isTrue();
      Thread.onSpinWait();
      child = shell.descendants().findFirst();
    }
    return child.get();
  }
}

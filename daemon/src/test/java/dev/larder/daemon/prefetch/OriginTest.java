package dev.larder.daemon.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where checkouts come from, of git's own making. */
final class OriginTest {
  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example.com/team/tool.git",
        "https://git.example.com/team/tool",
        "https://git.example.com/team/tool/",
        "https://me:secret@git.example.com/team/tool.git",
        "https://token@Git.Example.com/team/tool.git",
        "ssh://git@git.example.com/team/tool.git",
        "git@git.example.com:team/tool.git",
        "git.example.com:team/tool.git",
      })
  void plain_sameRepository_isTheSame(String url) {
    assertThat(Origin.plain(url)).isEqualTo("git.example.com/team/tool");
  }

  @Test
  void plain_others_areOthers() {
    assertThat(Origin.plain("https://git.example.com/team/other.git"))
        .isEqualTo("git.example.com/team/other");
    assertThat(Origin.plain("https://git.example.com:8443/team/tool"))
        .isEqualTo("git.example.com:8443/team/tool");
    assertThat(Origin.plain("/srv/git/tool.git")).isEqualTo("/srv/git/tool");
    assertThat(Origin.plain("file:///srv/git/tool.git")).isEqualTo("/srv/git/tool");
  }

  private Path repository() throws IOException, InterruptedException {
    Path repository = Files.createDirectory(directory.resolve("repository"));
    git(repository, "init", "-q");
    git(repository, "remote", "add", "other", "https://example.com/other");
    git(repository, "remote", "add", "origin", "https://u:p@example.com/team/tool.git");
    return repository;
  }

  private static void git(Path where, String... words) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<String>(java.util.List.of("git"));
    command.addAll(java.util.List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    Process process = builder.redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void of_checkout_isItsOriginWithoutCredentials() throws IOException, InterruptedException {
    assertThat(Origin.of(repository().resolve(".git"))).contains("example.com/team/tool");
  }

  @Test
  void of_worktree_isThatOfItsRepository() throws IOException, InterruptedException {
    Path repository = repository();
    git(
        repository,
        "-c",
        "user.name=n",
        "-c",
        "user.email=e",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "first");
    git(repository, "worktree", "add", "-q", directory.resolve("worktree").toString());
    assertThat(directory.resolve("worktree/.git")).isRegularFile();
    assertThat(Origin.of(directory.resolve("worktree/.git"))).contains("example.com/team/tool");
  }

  @Test
  void of_whatHasNone_isEmpty() throws IOException, InterruptedException {
    Path bare = Files.createDirectory(directory.resolve("without"));
    git(bare, "init", "-q");
    assertThat(Origin.of(bare.resolve(".git"))).isEmpty();
    assertThat(Origin.of(directory.resolve("nothing"))).isEmpty();
    Path junk = Files.writeString(directory.resolve("junk"), "gitdir: \0\n");
    assertThat(Origin.of(junk)).isEmpty();
    assertThat(Origin.of(Files.writeString(junk, "anything"))).isEmpty();
  }
}

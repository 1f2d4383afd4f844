package dev.larder.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The request, and a wrapper that becomes the compiler. */
final class BypassTest extends WrapperTest {
  private final CompletableFuture<Request> asked = new CompletableFuture<>();

  @BeforeEach
  void bypass() throws Exception {
    play(
        conversation -> {
          asked.complete(conversation.request());
          conversation.send(Frame.exec());
          assertThat(conversation.over()).isTrue();
        });
    stage.script("cc", "#!/usr/bin/perl", "print qq($$ @ARGV\\n);", "exit 5;");
  }

  @Test
  void compiler_takes_the_wrappers_place() throws Exception {
    Outcome outcome = stage.larder("./cc", "-c", "a.c").run();
    assertThat(outcome).isEqualTo(new Outcome(5, asked.get().pid() + " -c a.c\n", ""));
  }

  @Test
  void request_says_who_asks_for_what() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), stage.work());
    Outcome outcome =
        stage
            .command("sh", "-c", "umask 027; exec \"$0\" sh -c :", stage.wrapper().toString())
            .with("SOME", "thing=else")
            .in(link)
            .run();
    assertThat(outcome).isEqualTo(Outcome.silent(0));
    Request request = asked.get();
    assertThat(request.version()).isEqualTo(1);
    assertThat(request.kind()).isEqualTo(1);
    assertThat(request.flags()).isZero();
    assertThat(request.umask()).isEqualTo(027);
    assertThat(request.cwd()).isEqualTo(stage.work().toRealPath().toString());
    assertThat(request.program()).isEqualTo("/usr/bin/sh");
    assertThat(request.arguments()).containsExactly("sh", "-c", ":");
    assertThat(request.environment()).contains("SOME=thing=else", "PATH=/usr/bin:/bin");
    assertThat(request.rootInode()).isEqualTo(Files.getAttribute(Path.of("/"), "unix:ino"));
    assertThat(request.rootDevice()).isEqualTo(Files.getAttribute(Path.of("/"), "unix:dev"));
    assertThat(request.mounts())
        .isEqualTo(Files.getAttribute(Path.of("/proc/self/ns/mnt"), "unix:ino"));
  }

  @Test
  void terminals_are_told() throws Exception {
    stage.command("script", "-qec", "exec " + stage.wrapper() + " ./cc", "/dev/null").run();
    assertThat(asked.get().flags()).isEqualTo(3);
  }

  @Test
  void bytes_that_are_no_text_arrive() throws Exception {
    stage.script("cc", "#!/bin/sh", "printf %s \"$1\" | od -An -tx1");
    assertThat(shell("exec \"$0\" ./cc \"$(printf 'a\\377\\200b')\"").stdout())
        .isEqualTo(" 61 ff 80 62\n");
    assertThat(asked.get().arguments()).containsExactly("./cc", "a\377\200b");
  }

  @Test
  void long_argument_lists_arrive() throws Exception {
    stage.script("cc", "#!/usr/bin/perl", "print scalar(@ARGV), ' ', length(join('', @ARGV));");
    String[] command = Collections.nCopies(1101, "x".repeat(1000)).toArray(String[]::new);
    command[0] = "./cc";
    assertThat(stage.larder(command).run()).isEqualTo(new Outcome(0, "1100 1100000", ""));
    assertThat(asked.get().arguments()).containsExactly(command);
  }

  @Test
  void directory_that_was_deleted_is_unknown() throws Exception {
    String script = "mkdir gone; cd gone; rmdir ../gone; exec \"$0\" " + stage.work() + "/cc";
    assertThat(shell(script).status()).isEqualTo(5);
    assertThat(asked.get().cwd()).isEmpty();
  }

  @Test
  void program_is_listed_for_wrappers_below() throws Exception {
    stage.script("cc", "#!/bin/sh", "echo $LARDER_PROGRAMS");
    Path cc = stage.work().resolve("cc");
    String identity =
        Long.toHexString((Long) Files.getAttribute(cc, "unix:dev"))
            + "-"
            + Long.toHexString((Long) Files.getAttribute(cc, "unix:ino"));
    assertThat(stage.larder("./cc").with("LARDER_PROGRAMS", "1-2:3-4").run().stdout())
        .isEqualTo("1-2:3-4:" + identity + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "on", "yes", "TRUE"})
  void larder_can_be_switched_off(String value) throws Exception {
    Outcome outcome = stage.larder("./cc").with("LARDER_DISABLE", value).run();
    assertThat(outcome.status()).isEqualTo(5);
    assertThat(asked).isNotDone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "false", "off", ""})
  void larder_can_be_left_on(String value) throws Exception {
    assertThat(stage.larder("./cc").with("LARDER_DISABLE", value).run().status()).isEqualTo(5);
    assertThat(asked).isDone();
  }

  @Test
  void wrapper_within_an_observed_run_asks_and_hands_the_run_on() throws Exception {
    stage.script("cc", "#!/bin/sh", "echo $LARDER_REGION $OTHER");
    Outcome outcome = stage.larder("./cc").with("LARDER_REGION", "/x:1").with("OTHER", 2).run();
    assertThat(outcome).isEqualTo(new Outcome(0, "/x:1 2\n", ""));
    assertThat(asked).isDone();
  }

  @Test
  void environment_is_left_alone() throws Exception {
    stage.script("cc", "#!/bin/sh", "exec env");
    List<String> bare = stage.command("./cc").run().stdout().lines().sorted().toList();
    List<String> wrapped = stage.larder("./cc").run().stdout().lines().sorted().toList();
    assertThat(wrapped).filteredOn(entry -> !entry.startsWith("LARDER_PROGRAMS=")).isEqualTo(bare);
  }
}

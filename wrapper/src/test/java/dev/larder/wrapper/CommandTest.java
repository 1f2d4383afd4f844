package dev.larder.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of Larder itself. */
final class CommandTest extends WrapperTest {
  private final CompletableFuture<Request> asked = new CompletableFuture<>();

  @Test
  void daemon_answers() throws Exception {
    play(
        conversation -> {
          asked.complete(conversation.request());
          conversation.send(
              Frame.waiting(), Frame.stdout("hits 1\n"), Frame.stderr("note\n"), Frame.exit(4));
        });
    assertThat(stage.larder("--show-stats", "--stats-format", "json").run())
        .isEqualTo(new Outcome(4, "hits 1\n", "note\n"));
    assertThat(asked.get().kind()).isEqualTo(2);
    assertThat(asked.get().program()).isEqualTo(stage.wrapper().toRealPath().toString());
    assertThat(asked.get().arguments())
        .containsExactly(stage.wrapper().toString(), "--show-stats", "--stats-format", "json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--show-stats", "-s", "--help", "-V", "explain", "--unknown", ""})
  void daemons_program_answers_where_no_daemon_runs(String argument) throws Exception {
    stage.daemon("#!/bin/sh", "echo \"$@\"", "pwd", "exit 7");
    Caller caller = argument.isEmpty() ? stage.larder() : stage.larder(argument, "x");
    String arguments = argument.isEmpty() ? "--command" : "--command " + argument + " x";
    assertThat(caller.run())
        .isEqualTo(new Outcome(7, arguments + "\n" + stage.work().toRealPath() + "\n", ""));
    assertThat(stage.runtime().toFile().list()).isEmpty();
  }

  @Test
  void server_is_started_and_said_to_listen() throws Exception {
    stage.daemon(listening(1));
    String path = stage.socket().toString();
    assertThat(stage.larder("--start-server").run())
        .isEqualTo(
            new Outcome(
                0, "larder: Starting the server...\nlarder: Listening on " + path + "\n", ""));
    assertThat(stage.larder("--stop-server").run().status()).isEqualTo(2); // it answers nothing
  }

  @Test
  void server_is_not_started_twice() throws Exception {
    play(conversation -> assertThat(conversation.over()).isTrue());
    assertThat(stage.larder("--start-server").run())
        .isEqualTo(
            new Outcome(
                2,
                "larder: Starting the server...\n",
                "larder: error: the server is already running on " + stage.socket() + "\n"));
  }

  @Test
  void server_that_does_not_start_is_an_error() throws Exception {
    stage.daemon("#!/bin/sh", "exit 1");
    assertThat(stage.larder("--start-server").run())
        .isEqualTo(
            new Outcome(
                2,
                "larder: Starting the server...\n",
                "larder: error: the server could not be started\n"));
    assertThat(stage.larder("--zero-stats").run())
        .isEqualTo(new Outcome(2, "", "larder: error: the server could not be started\n"));
  }

  @Test
  void user_who_insists_is_not_bound_by_an_earlier_failure() throws Exception {
    stage.daemon("#!/bin/sh", "exit 1");
    assertThat(stage.larder("--start-server").run().status()).isEqualTo(2);
    stage.daemon(listening(1));
    assertThat(stage.larder("--start-server").run().status()).isZero();
    assertThat(stage.larder("--show-stats").run().status()).isEqualTo(2);
  }

  @Test
  void nothing_to_stop_is_an_error() throws Exception {
    assertThat(stage.larder("--stop-server").run())
        .isEqualTo(
            new Outcome(
                2, "Stopping larder server...\n", "larder: error: couldn't connect to server\n"));
  }

  @Test
  void daemon_that_dies_in_its_answer_is_an_error() throws Exception {
    play(
        conversation -> {
          conversation.request();
          conversation.send(Frame.stdout("half"));
        });
    assertThat(stage.larder("--show-stats").run())
        .isEqualTo(new Outcome(2, "half", "larder: error: the server does not answer\n"));
  }

  @Test
  void daemon_that_will_not_answer_leaves_it_to_its_program() throws Exception {
    stage.daemon("#!/bin/sh", "echo own");
    play(
        conversation -> {
          conversation.request();
          conversation.send(Frame.exec());
        });
    assertThat(stage.larder("--show-stats").run()).isEqualTo(new Outcome(0, "own\n", ""));
  }

  @Test
  void server_in_the_foreground_is_this_process() throws Exception {
    stage.daemon("#!/bin/sh", "echo \"$$ $*\"; pwd");
    for (String variable : List.of("LARDER_START_SERVER", "SCCACHE_START_SERVER")) {
      Process process = stage.larder().with(variable, 1).start();
      assertThat(Caller.outcome(process))
          .isEqualTo(
              new Outcome(
                  0,
                  process.pid()
                      + " "
                      + Stage.IMAGE_ID
                      + ".sock\n"
                      + stage.runtime().toRealPath()
                      + "\n",
                  ""));
    }
  }

  @Test
  void old_name_takes_commands_too() throws Exception {
    stage.daemon("#!/bin/sh", "echo \"$@\"");
    var alias = Files.createSymbolicLink(stage.image().resolve("bin/sccache"), stage.wrapper());
    assertThat(stage.command(alias.toString(), "--show-stats").run())
        .isEqualTo(new Outcome(0, "--command --show-stats\n", ""));
  }

  /** Listens, and hangs up on as many wrappers before it ends. */
  private static String[] listening(int calls) {
    return new String[] {
      "#!/usr/bin/perl",
      "use IO::Socket::UNIX;",
      "my $s = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 128) or die;",
      "close $s->accept for 0.." + calls + ";"
    };
  }
}

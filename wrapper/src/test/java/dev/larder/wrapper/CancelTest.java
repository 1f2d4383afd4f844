package dev.larder.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The result came from elsewhere while the compiler ran. */
final class CancelTest extends WrapperTest {
  @Test
  void every_process_is_gone_before_the_wrapper_says_so() throws Exception {
    stage.fifo("never");
    Path up = stage.fifo("up");
    stage.script("sleeper", "#!/bin/sh", "echo $$ >>pids", "echo >up", "read x <never");
    stage.script(
        "cc",
        "#!/bin/sh",
        "echo partial >a.o",
        "./sleeper & setsid ./sleeper & (./sleeper & exec ./sleeper) &",
        "exec ./sleeper");
    play(
        conversation -> {
          conversation.send(Frame.run(conversation.request().arguments()));
          awaitLines(up, 5);
          conversation.send(Frame.cancel());
          assertThat(conversation.next()).isEqualTo(new Frame(Frame.CANCELLED, ""));
          List<String> pids = Files.readAllLines(stage.work().resolve("pids"));
          assertThat(pids).hasSize(5);
          assertThat(pids).noneMatch(pid -> Files.exists(Path.of("/proc", pid)));
          conversation.send(
              Frame.waiting(),
              Frame.output("a.o", 0666, "object"),
              Frame.stderr("warning\n"),
              Frame.exit(0));
          assertThat(conversation.next().type()).isEqualTo(Frame.PLACED);
        });
    assertThat(stage.larder("./cc").run()).isEqualTo(new Outcome(0, "", "warning\n"));
    assertThat(stage.work().resolve("a.o")).hasContent("object");
  }

  @Test
  void compile_wins_once_it_has_printed() throws Exception {
    Path fifo = stage.fifo("fifo");
    stage.script("cc", "#!/bin/sh", "echo early", "read x <fifo", "echo $x", "exit 3");
    play(
        conversation -> {
          conversation.send(Frame.run(conversation.request().arguments()));
          assertThat(conversation.next()).isEqualTo(new Frame(Frame.STDOUT, "early\n"));
          conversation.send(Frame.cancel());
          Files.writeString(fifo, "late\n");
          Conversation.Told told = conversation.untilReport();
          assertThat(told.stdout()).isEqualTo("late\n");
          assertThat(told.report().status()).isEqualTo(3);
          conversation.send(Frame.done());
        });
    assertThat(stage.larder("./cc").run()).isEqualTo(new Outcome(3, "early\nlate\n", ""));
  }

  @Test
  void compiler_runs_again_if_the_daemon_dies_before_its_answer() throws Exception {
    Path up = stage.fifo("up");
    stage.fifo("never");
    stage.script(
        "cc",
        "#!/bin/sh",
        "if mkdir once; then echo >up; read x <never; fi 2>errors",
        "echo compiled",
        "exit 3");
    play(
        conversation -> {
          conversation.send(Frame.run(conversation.request().arguments()));
          awaitLines(up, 1);
          conversation.send(Frame.cancel());
          assertThat(conversation.next().type()).isEqualTo(Frame.CANCELLED);
        });
    assertThat(stage.larder("./cc").run()).isEqualTo(new Outcome(3, "compiled\n", ""));
  }

  @Test
  void children_that_the_caller_left_are_not_killed() throws Exception {
    Path fifo = stage.fifo("fifo");
    Path up = stage.fifo("up");
    stage.script("cc", "#!/bin/sh", "echo >up", "read x <fifo", "echo compiled");
    play(
        conversation -> {
          conversation.send(Frame.run(conversation.request().arguments()));
          awaitLines(up, 1);
          conversation.send(Frame.cancel(), Frame.waiting());
          Files.writeString(fifo, "go\n");
          assertThat(conversation.untilReport().report().survivors()).isTrue();
          conversation.send(Frame.done());
        });
    stage.fifo("left");
    Process process =
        stage
            .command(
                "sh",
                "-c",
                "{ read x; echo $x >alive; } <>left & exec \"$0\" ./cc",
                stage.wrapper().toString())
            .start();
    assertThat(process.waitFor()).isZero();
    Path alive = stage.fifo("alive");
    Files.writeString(stage.work().resolve("left"), "yes\n");
    assertThat(Files.readString(alive)).isEqualTo("yes\n");
  }

  private static void awaitLines(Path fifo, int count) throws Exception {
    for (int i = 0; i < count; ) {
      i += Files.readAllLines(fifo).size();
    }
  }
}

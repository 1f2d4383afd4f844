package dev.larder.wrapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A miss: the compiler runs as a child, and nobody can tell. */
final class MissTest extends WrapperTest {
  private static final String SOURCE = "int f(void) { int unused; return 1; }\n";

  @Test
  void gcc_gives_what_it_gives_without_larder() throws Exception {
    stage.file("a.c", SOURCE);
    List<String> command = List.of("gcc", "-Wall", "-c", "a.c", "-o", "a.o");
    Outcome bare = stage.command("/usr/bin/env", command.toArray(String[]::new)).run();
    byte[] object = Files.readAllBytes(stage.work().resolve("a.o"));
    Files.delete(stage.work().resolve("a.o"));
    observe();
    assertThat(stage.larder(command.toArray(String[]::new)).run()).isEqualTo(bare);
    assertThat(stage.work().resolve("a.o")).hasBinaryContent(object);
    Conversation.Told run = told.get();
    assertThat(run.stderr()).isEqualTo(bare.stderr()).contains("unused");
    assertThat(run.report().how()).isZero();
    assertThat(run.report().status()).isZero();
    assertThat(run.report().survivors()).isFalse();
    assertThat(run.report().incomplete()).isFalse();
    assertThat(run.report().wallNanos()).isPositive();
    assertThat(run.report().userMicros() + run.report().systemMicros()).isPositive();
    assertThat(run.report().peakKilobytes()).isGreaterThan(1000);
    long compiled = Files.getLastModifiedTime(stage.work().resolve("a.o")).to(TimeUnit.NANOSECONDS);
    assertThat(run.report().start())
        .isLessThanOrEqualTo(compiled)
        .isGreaterThan(compiled - TimeUnit.MINUTES.toNanos(1));
  }

  @Test
  void arguments_and_environment_are_those_that_the_daemon_wants() throws Exception {
    play(
        conversation -> {
          conversation.request();
          conversation.send(
              Frame.run(
                  List.of("name", "-c", "echo \"$0 $A ${B-unset} $C\"", "zero"),
                  "A=one=two",
                  "B",
                  "C=three"));
          told.complete(conversation.untilReport());
          conversation.send(Frame.done());
        });
    Outcome outcome = stage.larder("sh", "-c", "exit 9").with("B", 1).with("C", 2).run();
    assertThat(outcome).isEqualTo(new Outcome(0, "zero one=two unset three\n", ""));
  }

  @Test
  void output_reaches_caller_and_daemon_as_it_comes() throws Exception {
    Path fifo = stage.fifo("fifo");
    stage.script("cc", "#!/bin/sh", "echo early >&2", "read line <fifo", "echo $line");
    var heard = new CompletableFuture<Frame>();
    play(
        conversation -> {
          Request request = conversation.request();
          conversation.send(Frame.run(request.arguments()));
          heard.complete(conversation.next());
          told.complete(conversation.untilReport());
          conversation.send(Frame.done());
        });
    Process process = stage.larder("./cc").start();
    assertThat(new String(process.getErrorStream().readNBytes(6), ISO_8859_1)).isEqualTo("early\n");
    assertThat(heard.get()).isEqualTo(new Frame(Frame.STDERR, "early\n"));
    Files.writeString(fifo, "late\n");
    assertThat(Caller.outcome(process)).isEqualTo(new Outcome(0, "late\n", ""));
    assertThat(told.get().stdout()).isEqualTo("late\n");
  }

  @Test
  void large_output_is_passed_on_whole() throws Exception {
    stage.script(
        "cc", "#!/usr/bin/perl", "print STDOUT 'o' x 100 for 1..4000;", "print STDERR 'e' x 4e5;");
    observe();
    Outcome outcome = stage.larder("./cc").run();
    assertThat(outcome).isEqualTo(new Outcome(0, "o".repeat(400_000), "e".repeat(400_000)));
    assertThat(told.get().stdout()).isEqualTo(outcome.stdout());
    assertThat(told.get().stderr()).isEqualTo(outcome.stderr());
  }

  @Test
  void wrapper_ends_only_when_the_daemon_has_taken_the_outputs() throws Exception {
    var reported = new CompletableFuture<Void>();
    var taken = new CompletableFuture<Void>();
    play(
        conversation -> {
          conversation.send(Frame.run(conversation.request().arguments()));
          conversation.untilReport();
          conversation.send(Frame.waiting());
          reported.complete(null);
          taken.join();
          conversation.send(Frame.done());
        });
    Process process = stage.larder("true").start();
    reported.join();
    assertThatThrownBy(() -> process.onExit().get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    taken.complete(null);
    assertThat(Caller.outcome(process)).isEqualTo(Outcome.silent(0));
  }

  @Test
  void input_is_the_callers() throws Exception {
    observe();
    assertThat(shell("echo text | \"$0\" cat")).isEqualTo(new Outcome(0, "text\n", ""));
  }

  @Test
  void status_is_passed_on() throws Exception {
    observe();
    assertThat(stage.larder("sh", "-c", "exit 77").run()).isEqualTo(Outcome.silent(77));
    assertThat(told.get().report().status()).isEqualTo(77);
  }

  @Test
  void program_that_can_not_be_started_is_named_as_a_shell_would() throws Exception {
    stage.script("cc", "#!/missing/interpreter");
    observe();
    assertThat(stage.larder("./cc").run())
        .isEqualTo(new Outcome(127, "", "larder: ./cc: No such file or directory\n"));
    assertThat(told.get().report().how()).isEqualTo(Report.NOT_STARTED);
    assertThat(told.get().report().status()).isEqualTo(2);
  }

  @Test
  void edits_that_are_too_much_are_left_out() throws Exception {
    play(
        conversation -> {
          conversation.send(
              Frame.run(conversation.request().arguments(), "HUGE=" + "x".repeat(200_000)));
          told.complete(conversation.untilReport());
        });
    assertThat(stage.larder("echo", "text").run()).isEqualTo(new Outcome(0, "text\n", ""));
    assertThat(told.get().report().how()).isEqualTo(Report.NOT_STARTED);
  }

  @Test
  void script_without_interpreter_line_is_for_the_shell() throws Exception {
    stage.script("cc", "echo \"$0 $1\"");
    observe();
    assertThat(stage.larder("./cc", "x").run()).isEqualTo(new Outcome(0, "./cc x\n", ""));
  }

  @Test
  void daemon_that_does_not_read_is_dropped() throws Exception {
    stage.script("cc", "#!/usr/bin/perl", "print 'o' x 1000 for 1..5000;", "exit 3;");
    var ended = new CompletableFuture<Void>();
    play(
        conversation -> {
          conversation.send(Frame.run(conversation.request().arguments()));
          ended.join();
        });
    assertThat(stage.larder("./cc").run()).isEqualTo(new Outcome(3, "o".repeat(5_000_000), ""));
    ended.complete(null);
  }
}

package dev.larder.wrapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signals, descriptors, pipes that break and processes that stay, while a compiler is observed. */
final class ProcessTest extends WrapperTest {
  @BeforeEach
  void listen() throws Exception {
    observe();
  }

  @Test
  void death_by_signal_is_passed_on() throws Exception {
    stage.script("cc", "#!/bin/sh", "kill -SEGV $$");
    Outcome outcome =
        stage
            .command(
                "perl",
                "-e",
                "system {$ARGV[0]} @ARGV; print $? & 127, ' ', $? >> 8",
                stage.wrapper().toString(),
                "./cc")
            .run();
    assertThat(outcome).isEqualTo(new Outcome(0, "11 0", ""));
    assertThat(told.get().report().how()).isEqualTo(1);
    assertThat(told.get().report().status()).isEqualTo(11);
    assertThat(stage.listing()).containsExactly("cc");
  }

  @Test
  void signal_sent_to_the_wrapper_reaches_the_compiler() throws Exception {
    stage.script(
        "cc",
        "#!/usr/bin/perl",
        "$| = 1;",
        "$SIG{TERM} = sub { print qq(caught\\n); exit 5 };",
        "print qq(ready\\n);",
        "select(undef, undef, undef, undef) while 1;");
    Process process = stage.larder("./cc").start();
    assertThat(new String(process.getInputStream().readNBytes(6), ISO_8859_1)).isEqualTo("ready\n");
    process.toHandle().destroy();
    assertThat(Caller.outcome(process)).isEqualTo(new Outcome(5, "caught\n", ""));
    assertThat(told.get().report().status()).isEqualTo(5);
  }

  @Test
  void signal_that_ends_the_compiler_ends_the_wrapper() throws Exception {
    stage.script("cc", "#!/bin/sh", "echo ready", "exec sleep 1000");
    Process process = stage.larder("./cc").start();
    assertThat(new String(process.getInputStream().readNBytes(6), ISO_8859_1)).isEqualTo("ready\n");
    process.toHandle().destroy();
    assertThat(Caller.outcome(process)).isEqualTo(Outcome.silent(128 + 15));
  }

  @Test
  void compiler_dies_with_the_wrapper() throws Exception {
    stage.script("cc", "#!/bin/sh", "echo $$", "exec sleep 1000");
    Process process = stage.larder("./cc").start();
    String pid = process.inputReader(ISO_8859_1).readLine();
    ProcessHandle compiler = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    process.destroyForcibly();
    compiler.onExit().join();
    assertThat(process.waitFor()).isEqualTo(128 + 9);
    assertThat(told).failsWithin(Duration.ofSeconds(10));
  }

  @Test
  void terminals_interrupt_reaches_the_compiler_once() throws Exception {
    stage.script(
        "cc",
        "#!/usr/bin/perl",
        "$| = 1;",
        "my $n = 0;",
        "$SIG{INT} = sub { $n++; print qq(got\\n) };",
        "print qq(ready\\n);",
        "select(undef, undef, undef, undef) until $n;",
        "my $line = <STDIN>;",
        "print qq(n=$n\\n);");
    Process process =
        stage.command("script", "-qec", "exec " + stage.wrapper() + " ./cc", "/dev/null").start();
    var out = process.inputReader(ISO_8859_1);
    var in = process.outputWriter(ISO_8859_1);
    assertThat(out.readLine()).isEqualTo("ready");
    in.write('\3');
    in.flush();
    assertThat(out.readLine()).endsWith("got");
    in.write("end\n");
    in.flush();
    assertThat(out.readAllAsString()).contains("n=1");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void background_process_goes_on_printing() throws Exception {
    Path fifo = stage.fifo("fifo");
    Path ended = stage.fifo("ended");
    stage.script("cc", "#!/bin/sh", "(read x <fifo; echo late; echo later >&2) &", "exit 3");
    String script = "{ \"$0\" ./cc; echo $? >ended; } 2>&1 | cat";
    Process process = stage.command("sh", "-c", script, stage.wrapper().toString()).start();
    assertThat(Files.readString(ended)).isEqualTo("3\n");
    Files.writeString(fifo, "go\n");
    assertThat(Caller.outcome(process).stdout().lines()).containsExactlyInAnyOrder("late", "later");
    assertThat(told.get().report().survivors()).isTrue();
  }

  @Test
  void background_process_that_prints_nothing_is_reported() throws Exception {
    Path fifo = stage.fifo("fifo");
    stage.script("cc", "#!/bin/sh", "cat fifo >/dev/null 2>&1 &", "echo text");
    assertThat(stage.larder("./cc").run()).isEqualTo(new Outcome(0, "text\n", ""));
    Files.writeString(fifo, "go\n");
    assertThat(told.get().report().survivors()).isTrue();
  }

  @Test
  void pipe_that_the_caller_breaks_breaks_for_the_compiler() throws Exception {
    Path fifo = stage.fifo("fifo");
    stage.script(
        "cc",
        "#!/usr/bin/perl",
        "$SIG{PIPE} = 'DEFAULT';",
        "open F, '<', 'fifo'; <F>;",
        "print 'x' x 1000 while 1;");
    Process process = stage.larder("./cc").start();
    process.getInputStream().close();
    Files.writeString(fifo, "go\n");
    assertThat(process.waitFor()).isEqualTo(128 + 13);
    assertThat(told.get().report().status()).isEqualTo(13);
    assertThat(told.get().report().incomplete()).isTrue();
  }

  @Test
  void full_disk_behind_stdout_does_not_kill_the_compiler() throws Exception {
    stage.script("cc", "#!/bin/sh", "seq 1 100000", "exit 3");
    assertThat(shell("exec \"$0\" ./cc >/dev/full")).isEqualTo(Outcome.silent(3));
    assertThat(told.get().report().incomplete()).isTrue();
  }

  @Test
  void descriptors_are_the_callers() throws Exception {
    assertSameAsBare("exec \"$0\" \"$@\" 7</dev/null");
  }

  @Test
  void closed_descriptors_stay_closed() throws Exception {
    assertSameAsBare("exec \"$0\" \"$@\" <&- >&- 2>&-");
  }

  @Test
  void signal_state_is_the_callers() throws Exception {
    assertSameAsBare(
        "exec perl -MPOSIX -e '$SIG{$_} = q(IGNORE) for qw(CHLD PIPE INT);"
            + "POSIX::sigprocmask(SIG_BLOCK, POSIX::SigSet->new(SIGUSR1, SIGTERM));"
            + "exec {$ARGV[0]} @ARGV' -- \"$0\" \"$@\"");
  }

  /** A script that writes down what it was given, with and without the wrapper. */
  private void assertSameAsBare(String how) throws Exception {
    stage.script(
        "cc",
        "#!/usr/bin/perl",
        "my @open = grep { -e qq(/proc/self/fd/$_) } 0..9;",
        "open my $status, '<', '/proc/self/status';",
        "my @signals = grep /^Sig(Blk|Ign|Cgt)/, <$status>;",
        "open my $state, '>', 'state';",
        "print $state qq(@open\\n), @signals;",
        "exit 6;");
    Path state = stage.work().resolve("state");
    assertThat(stage.command("sh", "-c", how, "./cc").run().status()).isEqualTo(6);
    String bare = Files.readString(state);
    Files.delete(state);
    Outcome outcome = stage.command("sh", "-c", how, stage.wrapper().toString(), "./cc").run();
    assertThat(outcome.status()).isEqualTo(6);
    assertThat(state).hasContent(bare);
  }
}

package dev.larder.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wrapper starts the daemon that it does not find. */
final class StartTest extends WrapperTest {
  /**
   * Listens, answers every request with a diagnostic that names the daemon, and ends when the
   * runtime directory's file `stop` is written.
   */
  private static final String[] DAEMON = {
    "#!/usr/bin/perl",
    "use IO::Socket::UNIX;",
    "open my $log, '>>', 'started'; print $log qq($$\\n); close $log;",
    "my $s = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 128) or die;",
    "open my $ready, '>&=', $ENV{LARDER_READY_FD}; close $ready;",
    "for (1..$ENV{LARDER_REQUESTS}) {",
    "  my $c = $s->accept;",
    "  read $c, my $length, 4; read $c, my $request, unpack 'N', $length;",
    "  print $c pack('NCa*', 8, 0x44, qq(served\\n)), pack('NCN', 5, 0x47, 0);",
    "  close $c;",
    "}"
  };

  private static final Outcome SERVED = new Outcome(0, "served\n", "");
  private static final Outcome COMPILED = new Outcome(3, "compiled\n", "");

  @BeforeEach
  void write() throws Exception {
    stage.script("cc", "#!/bin/sh", "echo compiled", "exit 3");
  }

  @Test
  void first_call_starts_the_daemon() throws Exception {
    stage.daemon(DAEMON);
    assertThat(larder(1).run()).isEqualTo(SERVED);
    assertThat(started()).hasSize(1);
    assertThat(stage.runtime().resolve(Stage.IMAGE_ID + ".failed")).doesNotExist();
  }

  @Test
  void runtime_directory_is_made_private() throws Exception {
    stage.daemon(DAEMON);
    Path runtime = directory.resolve("made");
    assertThat(larder(1).with("LARDER_RUNTIME_DIR", runtime).run()).isEqualTo(SERVED);
    assertThat((Integer) Files.getAttribute(runtime, "unix:mode") & 07777).isEqualTo(0700);
  }

  @Test
  void long_path_of_the_socket_is_no_obstacle() throws Exception {
    stage.daemon(DAEMON);
    Path runtime = directory.resolve("x".repeat(150));
    assertThat(larder(2).with("LARDER_RUNTIME_DIR", runtime).run()).isEqualTo(SERVED);
    assertThat(larder(2).with("LARDER_RUNTIME_DIR", runtime).run()).isEqualTo(SERVED);
    assertThat(Files.readAllLines(runtime.resolve("started"))).hasSize(1);
  }

  @Test
  void calls_in_parallel_start_one_daemon() throws Exception {
    stage.daemon(DAEMON);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      processes.add(larder(64).with("LARDER_STARTUP_TIMEOUT", 20000).start());
    }
    for (Process process : processes) {
      assertThat(Caller.outcome(process)).isEqualTo(SERVED);
    }
    assertThat(started()).hasSize(1);
  }

  @Test
  void instances_are_told_apart() throws Exception {
    stage.daemon(DAEMON);
    assertThat(larder(1).with("SCCACHE_SERVER_PORT", 4227).run()).isEqualTo(SERVED);
    // FNV-1a-64 of "4227", computed apart from the wrapper.
    String name = Stage.IMAGE_ID + "-" + Long.toHexString(fnv("4227")) + ".sock";
    assertThat(stage.runtime().resolve(name)).exists();
  }

  @Test
  void socket_left_by_a_dead_daemon_is_replaced() throws Exception {
    stage.daemon(DAEMON);
    assertThat(larder(1).run()).isEqualTo(SERVED);
    ProcessHandle.of(Long.parseLong(started().getFirst()))
        .ifPresent(daemon -> daemon.onExit().join());
    assertThat(stage.socket()).exists();
    assertThat(larder(1).run()).isEqualTo(SERVED);
    assertThat(started()).hasSize(2);
  }

  @Test
  void daemon_has_nothing_of_the_callers() throws Exception {
    stage.daemon(
        "#!/usr/bin/perl",
        "open my $out, '>', 'facts';",
        "print $out qq(@ARGV\\n);",
        "print $out join(' ', map { readlink qq(/proc/self/fd/$_) } 0..2), qq(\\n);",
        "print $out join(' ', grep { -e qq(/proc/self/fd/$_) } 5..20), qq(\\n);",
        "print $out sprintf(qq(%04o\\n), umask), getppid() != $ENV{LARDER_CALLER}, qq(\\n);",
        "print $out getpgrp() != $ENV{LARDER_CALLER}, qq(\\n);",
        "open my $status, '<', '/proc/self/status';",
        "print $out grep /^Sig(Blk|Ign)/, <$status>;",
        "print $out qq($_=$ENV{$_}\\n) for sort keys %ENV;");
    String script =
        "trap '' HUP INT; umask 0; export LARDER_CALLER=$$; exec \"$0\" ./cc 7</dev/null";
    Outcome outcome =
        stage
            .command("sh", "-c", script, stage.wrapper().toString())
            .with("HOME", "/home")
            .with("SECRET", "x")
            .with("LC_ALL", "C")
            .with("LARDER_PROGRAMS", "1-2")
            .with("SCCACHE_DIR", "/cache")
            .with("XDG_CACHE_HOME", "/xdg")
            .run();
    assertThat(outcome).isEqualTo(COMPILED);
    List<String> facts = Files.readAllLines(stage.runtime().resolve("facts"));
    assertThat(facts.subList(0, 6))
        .containsExactly(
            Stage.IMAGE_ID + ".sock", "/dev/null /dev/null /dev/null", "", "0077", "1", "1");
    assertThat(facts.get(6)).matches("SigBlk:\\s+0+");
    assertThat(facts.get(7)).matches("SigIgn:\\s+[0-9a-f]{15}0"); // neither HUP nor INT
    assertThat(facts.subList(8, facts.size()))
        .filteredOn(entry -> !entry.startsWith("LARDER_CALLER="))
        .containsExactly(
            "HOME=/home",
            "LARDER_READY_FD=3",
            "LARDER_RUNTIME_DIR=" + stage.runtime(),
            "LARDER_SILENCE_TIMEOUT=20000",
            "LC_ALL=C.UTF-8",
            "PATH=/usr/bin:/bin",
            "SCCACHE_DIR=/cache",
            "XDG_CACHE_HOME=/xdg");
  }

  @Test
  void failed_start_is_noticed_at_once_and_not_repeated() throws Exception {
    stage.daemon("#!/bin/sh", "echo $$ >>started", "exit 1");
    Instant begun = Instant.now();
    assertThat(larder(1).with("LARDER_STARTUP_TIMEOUT", 20000).run()).isEqualTo(COMPILED);
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
    assertThat(larder(1).run()).isEqualTo(COMPILED);
    assertThat(started()).hasSize(1);
  }

  @Test
  void failed_start_is_forgiven_after_half_a_minute() throws Exception {
    Path stamp = Files.createFile(stage.runtime().resolve(Stage.IMAGE_ID + ".failed"));
    stage.daemon(DAEMON);
    assertThat(larder(1).run()).isEqualTo(COMPILED);
    Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().minusSeconds(31)));
    assertThat(larder(1).run()).isEqualTo(SERVED);
    assertThat(stamp).doesNotExist();
  }

  @Test
  void daemon_that_never_listens_is_given_up() throws Exception {
    Path fifo = stage.fifo("fifo");
    stage.daemon("#!/bin/sh", "read x <" + fifo);
    assertThat(larder(1).with("LARDER_STARTUP_TIMEOUT", 100).run()).isEqualTo(COMPILED);
    Files.writeString(fifo, "end\n");
    assertThat(stage.runtime().resolve(Stage.IMAGE_ID + ".failed")).exists();
  }

  @Test
  void daemon_that_does_not_say_that_it_is_ready_is_found() throws Exception {
    stage.daemon(Stage.without(DAEMON, "READY_FD"));
    assertThat(larder(1).run()).isEqualTo(SERVED);
  }

  @Test
  void image_without_a_daemon_is_no_obstacle() throws Exception {
    assertThat(larder(1).run()).isEqualTo(COMPILED);
  }

  private Caller larder(int requests) {
    return stage
        .larder("./cc")
        .with("LARDER_REQUESTS", requests)
        .with("LARDER_STARTUP_TIMEOUT", 10000);
  }

  private List<String> started() throws Exception {
    return Files.readAllLines(stage.runtime().resolve("started"));
  }

  private static long fnv(String value) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < value.length(); i++) {
      hash = (hash ^ value.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}

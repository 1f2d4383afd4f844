package dev.larder.wrapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong with the daemon, the compiler runs once, and its outcome is the caller's. */
final class TroubleTest extends WrapperTest {
  private static final Outcome COMPILED = new Outcome(3, "compiled\n", "warning\n");

  @BeforeEach
  void write() throws Exception {
    stage.script(
        "cc", "#!/bin/sh", "echo run >>runs", "echo compiled", "echo warning >&2", "exit 3");
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        fault("nothing", ""),
        fault("half a length", "\0\0"),
        fault("half a frame", "\0\0\0\7A\0\0"),
        fault("no length", "\0\0\0\0A"),
        fault("too long", "\4\0\0\1A"),
        fault("endless", "\377\377\377\377A"),
        fault("text", "HTTP/1.1 400 Bad Request\r\n\r\n"),
        fault("unknown type", new Frame(0x60, "x")),
        fault("a request", new Frame(Frame.REQUEST, "x")),
        fault("done", Frame.done()),
        fault("cancel", Frame.cancel()),
        fault("wait, then nothing", Frame.waiting(), Frame.waiting()),
        fault("diagnostics, then nothing", Frame.stdout("x"), Frame.stderr("y")),
        fault("an output, then nothing", Frame.output("a.o", 0666, "object")),
        fault("an output, then exec", Frame.output("a.o", 0666, "object"), Frame.exec()),
        fault("diagnostics, then run", Frame.stderr("x"), Frame.run(List.of("./cc"))),
        fault("an exit without status", new Frame(0x47, "\0\0")),
        fault("an exit with too much", new Frame(0x47, "\0\0\0\0\0")),
        fault("a run without arguments", Frame.run(List.of())),
        fault("a run cut short", new Frame(0x42, "\0\0\0\1\0\0\0\7./cc")),
        fault("a run with a huge count", new Frame(0x42, "\177\377\377\377\0\0\0\0")),
        fault("a run with a NUL", Frame.run(List.of("./c\0c"))),
        fault("a run with too much", new Frame(0x42, "\0\0\0\1\0\0\0\4./cc\0\0\0\0x")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void answer_is_broken(String name, String bytes) throws Exception {
    assertThat(name).isNotEmpty();
    play(
        conversation -> {
          conversation.request();
          conversation.send(bytes.getBytes(ISO_8859_1));
        });
    compilesAlone(stage.larder("./cc"));
  }

  @Test
  void daemon_hangs_up_at_once() throws Exception {
    play(Conversation::close);
    compilesAlone(stage.larder("./cc"));
  }

  @Test
  void daemon_is_silent() throws Exception {
    var over = new CompletableFuture<Boolean>();
    play(
        conversation -> {
          conversation.request();
          over.complete(conversation.over());
        });
    compilesAlone(stage.larder("./cc").with("LARDER_SILENCE_TIMEOUT", 100));
    assertThat(over.get()).isTrue();
  }

  @Test
  void daemon_does_not_read() throws Exception {
    var ended = new CompletableFuture<Void>();
    play(conversation -> ended.join());
    compilesAlone(
        stage
            .larder("./cc")
            .with("LARDER_SILENCE_TIMEOUT", 100)
            .with("A", "x".repeat(120_000))
            .with("B", "x".repeat(120_000))
            .with("C", "x".repeat(120_000)));
    ended.complete(null);
  }

  @Test
  void daemon_that_says_that_it_works_is_waited_for() throws Exception {
    play(
        conversation -> {
          conversation.request();
          try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            for (int i = 1; i < 8; i++) {
              clock
                  .schedule(
                      () -> {
                        conversation.send(Frame.waiting());
                        return null;
                      },
                      100,
                      TimeUnit.MILLISECONDS)
                  .get();
            }
          }
          conversation.send(Frame.stdout("served\n"), Frame.exit(0));
          conversation.next();
        });
    assertThat(stage.larder("./cc").with("LARDER_SILENCE_TIMEOUT", 500).run())
        .isEqualTo(new Outcome(0, "served\n", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void run_is_left_alone(String name, String bytes) throws Exception {
    assertThat(name).isNotEmpty();
    Path fifo = stage.fifo("fifo");
    stage.script(
        "cc",
        "#!/bin/sh",
        "echo run >>runs",
        "echo compiled",
        "read x <fifo",
        "echo warning >&2",
        "exit 3");
    play(
        conversation -> {
          conversation.send(Frame.run(conversation.request().arguments()));
          conversation.next();
          conversation.send(bytes.getBytes(ISO_8859_1));
          conversation.close();
          Files.writeString(fifo, "go\n");
        });
    compilesAlone(stage.larder("./cc"));
  }

  @Test
  void daemon_dies_before_it_has_taken_the_outputs() throws Exception {
    play(
        conversation -> {
          conversation.send(Frame.run(conversation.request().arguments()));
          conversation.untilReport();
        });
    compilesAlone(stage.larder("./cc"));
  }

  @Test
  void daemon_is_silent_after_the_run() throws Exception {
    play(
        conversation -> {
          conversation.send(Frame.run(conversation.request().arguments()));
          conversation.untilReport();
          assertThat(conversation.over()).isTrue();
        });
    compilesAlone(stage.larder("./cc").with("LARDER_SILENCE_TIMEOUT", 100));
  }

  @Test
  void daemon_is_stopped_and_its_queue_full() throws Exception {
    var address = UnixDomainSocketAddress.of(stage.socket());
    try (var stopped = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stopped.bind(address, 1);
      try (var first = SocketChannel.open(address);
          var second = SocketChannel.open(address)) {
        assertThat(first.isConnected() && second.isConnected()).isTrue();
        compilesAlone(stage.larder("./cc").with("LARDER_SILENCE_TIMEOUT", 100));
      }
    }
  }

  @Test
  void socket_was_left_behind() throws Exception {
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(stage.socket()));
    }
    compilesAlone(stage.larder("./cc"));
  }

  @Test
  void runtime_directory_is_open_to_others() throws Exception {
    refusesRuntimeDirectory(
        () ->
            Files.setPosixFilePermissions(
                stage.runtime(), PosixFilePermissions.fromString("rwxr-x---")));
  }

  @Test
  void runtime_directory_is_a_link() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), stage.runtime());
    play(conversation -> conversation.send(Frame.stdout("wrong"), Frame.exit(0)));
    compilesAlone(stage.larder("./cc").with("LARDER_RUNTIME_DIR", link));
  }

  @Test
  void runtime_directory_is_another_users() throws Exception {
    refusesRuntimeDirectory(() -> Files.setAttribute(stage.runtime(), "unix:uid", 65534));
  }

  @Test
  void runtime_directory_can_not_be_made() throws Exception {
    compilesAlone(stage.larder("./cc").with("LARDER_RUNTIME_DIR", directory.resolve("a/b")));
    compilesAlone(stage.larder("./cc").with("LARDER_RUNTIME_DIR", "/" + "x".repeat(5000)));
  }

  private void refusesRuntimeDirectory(Change change) throws Exception {
    play(conversation -> conversation.send(Frame.stdout("wrong"), Frame.exit(0)));
    change.make();
    compilesAlone(stage.larder("./cc"));
  }

  private void compilesAlone(Caller caller) throws Exception {
    Files.deleteIfExists(stage.work().resolve("runs"));
    assertThat(caller.run()).isEqualTo(COMPILED);
    assertThat(stage.work().resolve("runs")).hasContent("run\n");
    assertThat(stage.listing()).doesNotContain("a.o");
  }

  private static Arguments fault(String name, String bytes) {
    return Arguments.of(name, bytes);
  }

  private static Arguments fault(String name, Frame... frames) {
    var bytes = new StringBuilder();
    for (Frame frame : frames) {
      bytes.append(new String(frame.encoded(), ISO_8859_1));
    }
    return Arguments.of(name, bytes.toString());
  }

  private interface Change {
    void make() throws IOException;
  }
}

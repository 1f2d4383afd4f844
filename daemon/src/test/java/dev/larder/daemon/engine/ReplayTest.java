package dev.larder.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Analysis;
import dev.larder.daemon.compiler.Colouring;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.gcc.GccFrontEnd;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.Stream;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayTest {
  private static final String RED = "\u001b[31mwarning\u001b[m";

  @TempDir private Path directory;

  @BeforeEach
  void makeSource() throws IOException {
    Files.writeString(directory.resolve("a.c"), "int a;\n");
  }

  /** What the real front end makes of a compile of {@code a.c}. */
  private Action action(boolean terminal, String... more) {
    var arguments = new java.util.ArrayList<>(List.of("gcc", "-c", "a.c", "-o", "here.o"));
    arguments.addAll(List.of(more));
    Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin", "TERM", "xterm");
    Invocation invocation =
        new Invocation(
            directory.toString(), "/usr/bin/gcc", arguments, environment, terminal, terminal, 022);
    return switch (new GccFrontEnd().analyse(invocation, "/usr/bin/x86_64-linux-gnu-gcc-12")) {
      case Analysis.Cacheable cacheable -> cacheable.action();
      case Analysis.Bypass bypass -> throw new AssertionError(bypass.reason());
    };
  }

  private static Entry.Section section(String name, int mode, String content) {
    return new Entry.Section(
        name, mode, new Content.Bytes(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static String printed(List<Answer> answers) {
    StringBuilder all = new StringBuilder();
    for (Answer answer : answers) {
      if (answer instanceof Answer.Print print && print.stream() == Stream.STDERR) {
        all.append(new String(print.bytes(), StandardCharsets.UTF_8));
      }
    }
    return all.toString();
  }

  @Test
  void object_goesToThisCallsOutput_andTheEndComesLast() throws Exception {
    Entry entry = new Entry(List.of(section("object", 0755, "code")));
    List<Answer> answers = Replay.of(entry, action(false), false).orElseThrow();
    assertThat(answers).hasSize(2);
    assertThat(answers.getFirst()).isInstanceOf(Answer.PlaceBytes.class);
    Answer.PlaceBytes place = (Answer.PlaceBytes) answers.getFirst();
    assertThat(place.path()).hasToString("here.o");
    assertThat(place.mode()).isEqualTo(0777 | Answer.KEEPS_PERMISSIONS_OF_EMPTY);
    assertThat(answers.getLast()).isEqualTo(new Answer.Exit(0));
  }

  @Test
  void entry_withoutARequiredOutput_servesNobody() throws Exception {
    Entry entry = new Entry(List.of(section("object", 0644, "code")));
    assertThat(Replay.of(entry, action(false, "-MD"), false)).isEmpty();
  }

  @Test
  void section_thatThisCallDoesNotKnow_isPlacedNowhere() throws Exception {
    Entry entry =
        new Entry(List.of(section("object", 0644, "code"), section("..-..-passwd", 0644, "x")));
    assertThat(Replay.of(entry, action(false), false).orElseThrow()).hasSize(2);
  }

  @Test
  void colouredDiagnostics_forAPipe_areStripped() throws Exception {
    Entry entry =
        new Entry(
            List.of(section(Replay.COLOURED_STDERR, 0, RED), section("object", 0644, "code")));
    Action piped = action(false);
    assertThat(piped.colour()).isEqualTo(Colouring.PLAIN);
    assertThat(printed(Replay.of(entry, piped, false).orElseThrow())).isEqualTo("warning");
    Action terminal = action(true);
    assertThat(terminal.colour()).isEqualTo(Colouring.COLOURED);
    assertThat(printed(Replay.of(entry, terminal, false).orElseThrow())).isEqualTo(RED);
  }

  @Test
  void plainDiagnostics_forATerminalWithColours_doNotServe() throws Exception {
    Entry entry =
        new Entry(List.of(section(Replay.STDERR, 0, "warning"), section("object", 0644, "code")));
    assertThat(Replay.of(entry, action(true), false)).isEmpty();
    Optional<List<Answer>> piped = Replay.of(entry, action(false), false);
    assertThat(printed(piped.orElseThrow())).isEqualTo("warning");
  }
}

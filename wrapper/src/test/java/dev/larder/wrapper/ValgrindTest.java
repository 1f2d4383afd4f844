package dev.larder.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One conversation of each kind under valgrind, which sees what the sanitizers do not. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ValgrindTest {
  private static final int FOUND_SOMETHING = 99;

  @TempDir private Path directory = Path.of("");
  private Stage stage = new Stage(directory, directory, directory);

  @BeforeEach
  void set() throws Exception {
    stage = Stage.set(Build.DYNAMIC, directory);
    stage.script("cc", "#!/bin/sh", "echo compiled", "exit 3");
  }

  @Test
  void hit() throws Exception {
    Path part = stage.file("part", "0123456789");
    try (var partner =
        stage.partner(
            conversation -> {
              conversation.request();
              conversation.send(
                  Frame.output("a.o", 0666, "object"),
                  Frame.part("a.d", 0666, part, 2, 5),
                  Frame.stdout("out"),
                  Frame.exit(0));
              conversation.next();
            })) {
      assertThat(partner).isNotNull();
      assertThat(valgrind("./cc")).isEqualTo(new Outcome(0, "out", ""));
    }
    assertThat(stage.work().resolve("a.d")).hasContent("23456");
  }

  @Test
  void hit_that_can_not_be_placed() throws Exception {
    try (var partner =
        stage.partner(
            conversation -> {
              conversation.request();
              conversation.send(Frame.output("missing/a.o", 0666, "object"), Frame.exit(0));
              conversation.next();
            })) {
      assertThat(partner).isNotNull();
      assertThat(valgrind("./cc")).isEqualTo(new Outcome(3, "compiled\n", ""));
    }
  }

  @Test
  void miss() throws Exception {
    try (var partner =
        stage.partner(
            conversation -> {
              conversation.send(
                  Frame.run(conversation.request().arguments(), "A=1", "LARDER_RUNTIME_DIR"));
              assertThat(conversation.untilReport().stdout()).isEqualTo("compiled\n");
              conversation.send(Frame.waiting(), Frame.done());
            })) {
      assertThat(partner).isNotNull();
      assertThat(valgrind("./cc")).isEqualTo(new Outcome(3, "compiled\n", ""));
    }
  }

  @Test
  void no_daemon() throws Exception {
    assertThat(valgrind("./cc")).isEqualTo(new Outcome(3, "compiled\n", ""));
  }

  private Outcome valgrind(String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of("-q", "--error-exitcode=" + FOUND_SOMETHING, stage.wrapper().toString()));
    command.addAll(List.of(arguments));
    return stage.command("valgrind", command.toArray(String[]::new)).run();
  }
}

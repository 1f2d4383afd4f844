package dev.larder.wrapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hit: everything the stored run made, or nothing of it. */
final class HitTest extends WrapperTest {
  @BeforeEach
  void write() throws Exception {
    stage.file("a.c", "int a;\n");
  }

  @Test
  void outputs_are_placed_and_diagnostics_printed() throws Exception {
    Path part = stage.file("part", "0123456789");
    Path sub = Files.createDirectory(stage.work().resolve("sub"));
    serve(
        Frame.waiting(),
        Frame.stderr("one\n"),
        Frame.output("a.o", 0666, "object\0\377"),
        Frame.stdout("out"),
        Frame.part("sub/a.d", 0777, part, 3, 4),
        Frame.stderr("two"));
    assertThat(compile()).isEqualTo(new Outcome(0, "out", "one\ntwo"));
    assertThat(Files.readString(stage.work().resolve("a.o"), ISO_8859_1)).isEqualTo("object\0\377");
    assertThat(sub.resolve("a.d")).hasContent("3456");
    assertThat(stage.listing()).containsExactly("a.c", "a.o", "part", "sub");
    assertThat(sub.toFile().list()).containsExactly("a.d");
  }

  @Test
  void status_is_that_of_the_stored_run() throws Exception {
    answer(Frame.stderr("error\n"), Frame.exit(3));
    assertThat(compile()).isEqualTo(new Outcome(3, "", "error\n"));
  }

  @Test
  void order_of_diagnostics_is_kept() throws Exception {
    serve(Frame.stdout("a"), Frame.stderr("b"), Frame.stdout("c"));
    assertThat(shell("exec \"$0\" gcc -c a.c 2>&1")).isEqualTo(new Outcome(0, "abc", ""));
  }

  @Test
  void mode_is_less_the_callers_umask() throws Exception {
    serve(Frame.output("x", 0777, ""), Frame.output("y", 0666, ""));
    assertThat(shell("umask 027; exec \"$0\" gcc -c a.c")).isEqualTo(Outcome.silent(0));
    assertThat(mode("x")).isEqualTo(0750);
    assertThat(mode("y")).isEqualTo(0640);
  }

  @Test
  void mode_of_what_was_there_is_kept_where_so_told() throws Exception {
    String before = "umask 027; touch x y; chmod 757 x y; exec \"$0\" gcc -c a.c";
    serve(Frame.output("x", 0x10000 | 0666, ""), Frame.output("y", 0666, ""));
    assertThat(shell(before)).isEqualTo(Outcome.silent(0));
    assertThat(mode("x")).isEqualTo(0757);
    assertThat(mode("y")).isEqualTo(0640);
  }

  @Test
  void daemon_is_told_what_was_placed() throws Exception {
    serve(Frame.output("a.o", 0666, "object"), Frame.output("a.d", 0666, "dep"));
    assertThat(compile()).isEqualTo(Outcome.silent(0));
    Frame report = said.get();
    assertThat(report.type()).isEqualTo(Frame.PLACED);
    assertThat(report.fields().get()).isEqualTo((byte) 1);
    assertThat(Conversation.placed(report)).containsExactly(identity("a.o"), identity("a.d"));
  }

  @Test
  void old_output_is_replaced_but_not_written_to() throws Exception {
    Path old = stage.file("a.o", "old");
    Files.createLink(stage.work().resolve("linked"), old);
    serve(Frame.output("a.o", 0666, "new"));
    assertThat(compile()).isEqualTo(Outcome.silent(0));
    assertThat(old).hasContent("new");
    assertThat(stage.work().resolve("linked")).hasContent("old");
  }

  @Test
  void large_part_is_copied_whole() throws Exception {
    byte[] large = new byte[5 << 20];
    new java.util.Random(1).nextBytes(large);
    Path part = Files.write(stage.work().resolve("part"), large);
    serve(Frame.part("a.o", 0666, part, 0, large.length));
    assertThat(compile()).isEqualTo(Outcome.silent(0));
    assertThat(stage.work().resolve("a.o")).hasBinaryContent(large);
  }

  @Test
  void part_from_another_file_system_is_copied() throws Exception {
    Path memory = Files.createTempFile(Path.of("/dev/shm"), "larder", "part");
    try {
      Files.writeString(memory, "0123456789");
      serve(Frame.part("a.o", 0666, memory, 1, 8));
      assertThat(compile()).isEqualTo(Outcome.silent(0));
    } finally {
      Files.delete(memory);
    }
    assertThat(stage.work().resolve("a.o")).hasContent("12345678");
  }

  @Test
  void large_content_in_frames_is_taken() throws Exception {
    String content = "0123456789abcdef".repeat(1 << 17);
    serve(Frame.output("a.o", 0666, content), Frame.output("b.o", 0666, content));
    assertThat(compile()).isEqualTo(Outcome.silent(0));
    assertThat(stage.work().resolve("b.o")).hasContent(content);
  }

  @Test
  void caller_without_stdout_and_stderr_gets_the_outputs() throws Exception {
    serve(Frame.output("a.o", 0666, "object"));
    assertThat(shell("exec \"$0\" gcc -c a.c <&- >&- 2>&-")).isEqualTo(Outcome.silent(0));
    assertThat(stage.work().resolve("a.o")).hasContent("object");
  }

  @Test
  void time_stamps_are_those_of_now() throws Exception {
    Path part = stage.file("part", "old");
    Files.setLastModifiedTime(part, FileTime.from(1, TimeUnit.DAYS));
    serve(Frame.part("a.o", 0666, part, 0, 3));
    assertThat(compile()).isEqualTo(Outcome.silent(0));
    assertThat(Files.getLastModifiedTime(stage.work().resolve("a.o")))
        .isGreaterThanOrEqualTo(Files.getLastModifiedTime(stage.work().resolve("a.c")));
  }

  private Outcome compile() throws Exception {
    return stage.larder("gcc", "-c", "a.c").run();
  }

  private void serve(Frame... frames) throws Exception {
    answer(Stream.concat(Stream.of(frames), Stream.of(Frame.exit(0))).toArray(Frame[]::new));
  }

  private List<Long> identity(String name) throws Exception {
    Path file = stage.work().resolve(name);
    return List.of(
        (Long) Files.getAttribute(file, "unix:dev"),
        (Long) Files.getAttribute(file, "unix:ino"),
        Files.size(file),
        Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS),
        ((FileTime) Files.getAttribute(file, "unix:ctime")).to(TimeUnit.NANOSECONDS));
  }

  private int mode(String name) throws Exception {
    return (Integer) Files.getAttribute(stage.work().resolve(name), "unix:mode") & 07777;
  }
}

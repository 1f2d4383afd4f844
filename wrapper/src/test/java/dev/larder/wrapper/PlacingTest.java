package dev.larder.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hit whose outputs can not be placed: nothing of it stays, and the compiler runs. */
final class PlacingTest extends WrapperTest {
  private static final int ENOENT = 2;
  private static final int EIO = 5;
  private static final int EBADF = 9;
  private static final int EEXIST = 17;
  private static final int ENOSPC = 28;
  private static final int EROFS = 30;
  private static final int EPROTO = 71;

  private static final Outcome COMPILED = new Outcome(4, "compiled\n", "");

  @BeforeEach
  void write() throws Exception {
    stage.script("cc", "#!/bin/sh", "echo compiled", "exit 4");
  }

  @Test
  void directory_missing() throws Exception {
    serve(Frame.output("a.o", 0666, "object"), Frame.output("missing/a.d", 0666, "dep"));
    assertThat(compile()).isEqualTo(COMPILED);
    assertRefused(ENOENT);
    assertThat(stage.listing()).containsExactly("cc");
  }

  @Test
  void target_is_a_directory() throws Exception {
    Files.createDirectory(stage.work().resolve("a.o"));
    serve(Frame.output("b.o", 0666, "object"), Frame.output("a.o", 0666, "object"));
    assertThat(compile()).isEqualTo(COMPILED);
    assertRefused(EEXIST);
    assertThat(stage.listing()).containsExactly("a.o", "cc");
  }

  /** gcc fails when it has to warn and can not. */
  @Test
  void diagnostics_for_a_closed_stream() throws Exception {
    serve(Frame.stderr("warning"), Frame.output("a.o", 0666, "object"));
    assertThat(shell("exec \"$0\" ./cc -c a.c 2>&-")).isEqualTo(COMPILED);
    assertRefused(EBADF);
    assertThat(stage.listing()).containsExactly("cc");
  }

  @Test
  void target_is_a_link() throws Exception {
    stage.file("real.o", "old");
    Files.createSymbolicLink(stage.work().resolve("a.o"), Path.of("real.o"));
    serve(Frame.output("a.o", 0666, "object"));
    assertThat(compile()).isEqualTo(COMPILED);
    assertRefused(EEXIST);
    assertThat(stage.work().resolve("real.o")).hasContent("old");
    assertThat(stage.work().resolve("a.o")).isSymbolicLink();
  }

  @Test
  void target_is_a_device() throws Exception {
    serve(Frame.output("/dev/null", 0666, "object"));
    assertThat(compile()).isEqualTo(COMPILED);
    assertRefused(EEXIST);
  }

  @Test
  void target_is_a_pipe() throws Exception {
    stage.fifo("a.o");
    serve(Frame.output("a.o", 0666, "object"));
    assertThat(compile()).isEqualTo(COMPILED);
    assertRefused(EEXIST);
  }

  @Test
  void part_is_gone_from_the_cache() throws Exception {
    serve(Frame.part("a.o", 0666, stage.work().resolve("part"), 0, 1));
    assertThat(compile()).isEqualTo(COMPILED);
    assertRefused(ENOENT);
    assertThat(stage.listing()).containsExactly("cc");
  }

  @Test
  void part_is_too_short() throws Exception {
    Path part = stage.file("part", "0123");
    stage.file("a.o", "old");
    serve(Frame.part("a.o", 0666, part, 2, 3));
    assertThat(compile()).isEqualTo(COMPILED);
    assertRefused(EIO);
    assertThat(stage.listing()).containsExactly("a.o", "cc", "part");
    assertThat(stage.work().resolve("a.o")).hasContent("old");
  }

  @Test
  void frame_makes_no_sense() throws Exception {
    serve(Frame.output("a.o", 0666, "object"), new Frame(0x46, "\0\0\0\7a.o"));
    assertThat(compile()).isEqualTo(COMPILED);
    assertRefused(EPROTO);
    assertThat(stage.listing()).containsExactly("cc");
  }

  @Test
  void disk_is_full() throws Exception {
    serve(
        Frame.output("small.o", 0666, "object"),
        Frame.output("large.o", 0666, "x".repeat(100_000)));
    assertThat(onFileSystem("size=64k")).isEqualTo(new Outcome(0, "compiled\n4 empty\n", ""));
    assertRefused(ENOSPC);
  }

  @Test
  void disk_is_read_only() throws Exception {
    serve(Frame.output("a.o", 0666, "object"));
    assertThat(onFileSystem("ro")).isEqualTo(new Outcome(0, "compiled\n4 empty\n", ""));
    assertRefused(EROFS);
  }

  @Test
  void file_would_be_larger_than_the_caller_may_write() throws Exception {
    serve(Frame.output("a.o", 0666, "x".repeat(100_000)));
    assertThat(shell("ulimit -f 10; exec \"$0\" ./cc")).isEqualTo(COMPILED);
    assertThat(stage.listing()).containsExactly("cc");
  }

  @Test
  void diagnostics_of_the_hit_are_not_printed() throws Exception {
    serve(Frame.stderr("stored"), Frame.output("missing/a.o", 0666, "object"));
    assertThat(compile()).isEqualTo(COMPILED);
  }

  private Outcome compile() throws Exception {
    return stage.larder("./cc").run();
  }

  /** Compiles in a small file system that nobody else sees; prints the status and what is left. */
  private Outcome onFileSystem(String options) throws Exception {
    Files.createDirectory(stage.work().resolve("disk"));
    String script =
        String.join(
            "\n",
            "mount -t tmpfs -o " + options + " larder disk && cd disk || exit 99",
            "\"$0\" ../cc",
            "echo $? $(test -z \"$(ls -A)\" && echo empty)");
    return stage.command("unshare", "-rm", "sh", "-c", script, stage.wrapper().toString()).run();
  }

  private void serve(Frame... frames) throws Exception {
    List<Frame> answer = new ArrayList<>(List.of(frames));
    answer.add(Frame.exit(0));
    answer(answer.toArray(Frame[]::new));
  }

  private void assertRefused(int error) throws Exception {
    Frame placed = said.get();
    assertThat(placed.type()).isEqualTo(Frame.PLACED);
    assertThat(placed.fields().get()).isZero();
    assertThat(placed.fields().getInt(1)).isEqualTo(error);
    assertThat(placed.payload()).hasSize(5);
  }
}

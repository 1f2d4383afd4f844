package dev.larder.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hit whose output lies in a file that may be taken: moved, where that comes to the same. */
final class SpareFileTest extends WrapperTest {
  private static final String CONTENT = "0123456789";
  private static final int LENGTH = 10;

  private Path spare;

  @BeforeEach
  void write() throws Exception {
    spare = stage.file("spare", CONTENT);
    Files.setPosixFilePermissions(spare, PosixFilePermissions.fromString("rw-------"));
    Files.setLastModifiedTime(spare, FileTime.from(1, TimeUnit.DAYS));
    stage.file("a.c", "int a;\n");
    stage.script("cc", "#!/bin/sh", "echo compiled", "exit 4");
    Files.createDirectory(stage.work().resolve("out"));
  }

  @Test
  void file_is_moved() throws Exception {
    Object inode = inode(spare);
    serve(spare("out/a.o", 0777));
    assertThat(shell("umask 027; exec \"$0\" ./cc")).isEqualTo(Outcome.silent(0));
    assertThat(inode(output())).isEqualTo(inode);
    assertThat(spare).doesNotExist();
    assertPlaced(0750);
    Frame report = said.get();
    assertThat(report.type()).isEqualTo(Frame.PLACED);
    assertThat(Conversation.placed(report).getFirst()).contains((Long) inode);
  }

  @Test
  void old_output_is_replaced() throws Exception {
    stage.file("out/a.o", "older and longer than that");
    Object inode = inode(spare);
    Files.createLink(stage.work().resolve("linked"), output());
    serve(spare("out/a.o", 0666));
    assertThat(shell("umask 022; exec \"$0\" ./cc")).isEqualTo(Outcome.silent(0));
    assertThat(inode(output())).isEqualTo(inode);
    assertPlaced(0644);
    assertThat(stage.work().resolve("linked")).hasContent("older and longer than that");
  }

  @Test
  void mode_of_what_was_there_is_kept_where_so_told() throws Exception {
    serve(spare("out/a.o", 0x10000 | 0666));
    assertThat(shell("touch out/a.o; chmod 757 out/a.o; exec \"$0\" ./cc"))
        .isEqualTo(Outcome.silent(0));
    assertPlaced(0757);
  }

  @Test
  void output_may_have_no_directory_in_its_name() throws Exception {
    Object inode = inode(spare);
    serve(spare("a.o", 0666));
    assertThat(stage.larder("./cc").run()).isEqualTo(Outcome.silent(0));
    assertThat(inode(stage.work().resolve("a.o"))).isEqualTo(inode);
  }

  @Test
  void file_with_another_name_is_copied() throws Exception {
    Files.createLink(stage.work().resolve("another"), spare);
    assertCopied("umask 022; exec \"$0\" ./cc");
    assertThat(stage.work().resolve("another")).hasContent(CONTENT);
  }

  @Test
  void file_of_another_file_system_is_copied() throws Exception {
    spare = Files.createTempFile(Path.of("/dev/shm"), "larder", "spare");
    try {
      Files.writeString(spare, CONTENT);
      assertCopied("umask 022; exec \"$0\" ./cc");
    } finally {
      Files.deleteIfExists(spare);
    }
  }

  @Test
  void directory_that_gives_its_group_gives_it() throws Exception {
    assertCopied("chgrp 12345 out; chmod g+s out; umask 022; exec \"$0\" ./cc");
    assertThat(Files.getAttribute(output(), "unix:gid")).isEqualTo(12345);
  }

  @Test
  void caller_of_another_group_gives_it() throws Exception {
    assertCopied("umask 022; exec setpriv --regid 12345 --clear-groups \"$0\" ./cc");
    assertThat(Files.getAttribute(output(), "unix:gid")).isEqualTo(12345);
  }

  /** Of an access control list that gives user 12345 all rights on new files. */
  @Test
  void directory_that_gives_rights_gives_them() throws Exception {
    String acl =
        "import os,struct; e=lambda t,p,i=0xffffffff: struct.pack('<HHI',t,p,i); "
            + "os.setxattr('out','system.posix_acl_default',struct.pack('<I',2)"
            + "+e(1,7)+e(2,7,12345)+e(4,5)+e(16,7)+e(32,5))";
    String list = "import os; print('system.posix_acl_access' in os.listxattr('out/a.o'))";
    serve(spare("out/a.o", 0666));
    assertThat(
            shell(
                "umask 022; python3 -c \""
                    + acl
                    + "\" || exit 1; \"$0\" ./cc && "
                    + "exec python3 -c \""
                    + list
                    + "\""))
        .isEqualTo(new Outcome(0, "True\n", ""));
    assertThat(output()).hasContent(CONTENT);
    assertThat(spare).doesNotExist();
  }

  @Test
  void file_that_is_gone_is_none() throws Exception {
    assertNone(stage.work().resolve("missing"), LENGTH);
  }

  @Test
  void file_of_another_length_is_none() throws Exception {
    assertNone(spare, LENGTH + 1);
  }

  private void assertNone(Path file, int length) throws Exception {
    serve(Frame.spare("out/a.o", 0666, file, length));
    assertThat(stage.larder("./cc").run()).isEqualTo(new Outcome(4, "compiled\n", ""));
    assertThat(output()).doesNotExist();
  }

  @Test
  void file_that_the_caller_may_not_write_is_none() throws Exception {
    Path large = Files.write(stage.work().resolve("large"), new byte[100_000]);
    serve(Frame.spare("out/a.o", 0666, large, 100_000));
    assertThat(shell("ulimit -f 10; exec \"$0\" ./cc")).isEqualTo(new Outcome(4, "compiled\n", ""));
    assertThat(output()).doesNotExist();
  }

  @Test
  void nothing_is_taken_if_the_rest_can_not_be_placed() throws Exception {
    serve(spare("out/a.o", 0666), Frame.output("out/missing/a.d", 0666, "dep"));
    assertThat(stage.larder("./cc").run()).isEqualTo(new Outcome(4, "compiled\n", ""));
    assertThat(output()).doesNotExist();
    assertThat(spare).exists();
  }

  private void assertCopied(String script) throws Exception {
    serve(spare("out/a.o", 0666));
    Object inode = inode(spare);
    assertThat(shell(script)).isEqualTo(Outcome.silent(0));
    assertThat(inode(output())).isNotEqualTo(inode);
    assertThat(spare).doesNotExist();
    assertPlaced(0644);
  }

  private void assertPlaced(int mode) throws Exception {
    assertThat(output()).hasContent(CONTENT);
    assertThat((Integer) Files.getAttribute(output(), "unix:mode") & 07777).isEqualTo(mode);
    assertThat(Files.getLastModifiedTime(output()))
        .isGreaterThanOrEqualTo(Files.getLastModifiedTime(stage.work().resolve("a.c")));
  }

  private Frame spare(String path, int mode) {
    return Frame.spare(path, mode, spare, LENGTH);
  }

  private Path output() {
    return stage.work().resolve("out/a.o");
  }

  private static Object inode(Path file) throws Exception {
    return Files.getAttribute(file, "unix:ino");
  }

  private void serve(Frame... frames) throws Exception {
    answer(Stream.concat(Stream.of(frames), Stream.of(Frame.exit(0))).toArray(Frame[]::new));
  }
}

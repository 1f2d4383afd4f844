package dev.larder.daemon.inputs.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampTableTest {
  @TempDir Path root;
  private final Kernel kernel = new Kernel();

  @Test
  void firstChanged_namesTheFirstRowWithoutOrWithAnotherStamp() throws IOException {
    try (Arena arena = Arena.ofConfined();
        Calls calls = kernel.borrow()) {
      StampTable table = StampTable.of(3);
      List<NativePath> paths = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Files.writeString(root.resolve("f" + i), "one");
        paths.add(NativePath.of(arena, root.toString(), "f" + i));
        table.set(i, paths.get(i), true);
      }
      table.lay();
      assertThat(table.firstChanged(0)).isZero();
      for (int i = 0; i < 3; i++) {
        assertThat(calls.stat(paths.get(i))).isZero();
        table.stamp(i, calls.found());
      }
      assertThat(table.firstChanged(0)).isEqualTo(3);
      Files.writeString(root.resolve("f1"), "longer");
      assertThat(table.firstChanged(0)).isEqualTo(1);
      assertThat(table.firstChanged(2)).isEqualTo(3);
      Files.delete(root.resolve("f2"));
      assertThat(table.firstChanged(2)).isEqualTo(2);
    }
  }

  @Test
  void firstChanged_ofAName_seesTheLinkAndNotItsTarget() throws IOException {
    try (Arena arena = Arena.ofConfined();
        Calls calls = kernel.borrow()) {
      Path target = Files.writeString(root.resolve("target"), "one");
      Path link = Files.createSymbolicLink(root.resolve("link"), target);
      NativePath path = NativePath.of(arena, "/", link.toString());
      StampTable table = StampTable.of(1);
      table.set(0, path, false);
      table.lay();
      assertThat(calls.lstat(path)).isZero();
      table.stamp(0, calls.found());
      Files.writeString(target, "another");
      assertThat(table.firstChanged(0)).isEqualTo(1);
      Files.delete(link);
      Files.createSymbolicLink(link, Path.of("elsewhere"));
      assertThat(table.firstChanged(0)).isZero();
    }
  }

  /** Two stamps that are both wrong must not make a right one of their halves. */
  @Test
  void stamp_byTwoThreads_isNeverMixed() throws Exception {
    try (Arena arena = Arena.ofShared();
        Calls calls = kernel.borrow()) {
      Path file = Files.writeString(root.resolve("f"), "x");
      NativePath path = NativePath.of(arena, "/", file.toString());
      StampTable table = StampTable.of(1);
      table.set(0, path, true);
      table.lay();
      assertThat(calls.stat(path)).isZero();
      FileStat right = calls.found();
      FileStat otherInode =
          new FileStat(
              right.device(), -1, right.mode(), right.size(), right.modified(), right.changed());
      FileStat otherTime =
          new FileStat(
              right.device(), right.inode(), right.mode(), right.size(), right.modified(), -1);
      AtomicBoolean stop = new AtomicBoolean();
      List<Thread> writers = new ArrayList<>();
      for (FileStat wrong : List.of(otherInode, otherTime)) {
        writers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (!stop.get()) {
                        table.stamp(0, wrong);
                      }
                    }));
      }
      try {
        for (int i = 0; i < 200_000; i++) {
          assertThat(table.firstChanged(0)).isZero();
        }
      } finally {
        stop.set(true);
        for (Thread writer : writers) {
          writer.join();
        }
      }
    }
  }

  @Test
  void firstChanged_ofACanonicalName_seesThatThePathLeadsElsewhere() throws IOException {
    try (Arena arena = Arena.ofConfined();
        Calls calls = kernel.borrow()) {
      Path one = Files.createDirectory(root.resolve("one"));
      Files.createDirectory(root.resolve("two"));
      Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("one"));
      NativePath path = NativePath.of(arena, "/", link.toString());
      StampTable table = StampTable.of(1);
      table.setCanonical(0, path);
      table.lay();
      assertThat(table.firstChanged(0)).isZero();
      assertThat(calls.canonical(path)).isInstanceOf(Text.Is.class);
      table.stampCanonical(0, one.toRealPath().toString());
      assertThat(table.firstChanged(0)).isEqualTo(1);
      Files.writeString(one.resolve("new"), "what lies there does not count");
      assertThat(table.firstChanged(0)).isEqualTo(1);
      Files.delete(link);
      assertThat(table.firstChanged(0)).isZero();
      Files.createSymbolicLink(link, Path.of("two"));
      assertThat(table.firstChanged(0)).isZero();
      table.stampCanonical(0, root.resolve("two").toRealPath().toString());
      assertThat(table.firstChanged(0)).isEqualTo(1);
    }
  }

  @Test
  void pathBlock_holdsManyPathsOfAnyLength() throws IOException {
    String far = "é".repeat(100) + "/" + "x".repeat(2000);
    List<String> spelled =
        List.of("f", root.resolve("f").toString(), far, "../" + root.getFileName() + "/f");
    PathBlock block =
        new PathBlock(root.toString(), spelled.stream().mapToInt(String::length).sum(), 4);
    List<NativePath> paths = spelled.stream().map(block::add).toList();
    block.lay();
    Files.writeString(root.resolve("f"), "");
    try (Calls calls = kernel.borrow()) {
      assertThat(paths).map(calls::stat).containsExactly(0, 0, Errno.ENOENT, 0);
      Files.createDirectory(root.resolve("é".repeat(100)));
      assertThat(calls.stat(paths.get(2))).isEqualTo(36); // ENAMETOOLONG
    }
  }

  @Test
  void firstPresent_namesWhatIsThereBeItALinkToNothing() throws IOException {
    PathList paths = PathList.of(root.toString(), List.of("a", "no/b", "c"));
    assertThat(paths.firstPresent(0)).isEqualTo(3);
    Files.createSymbolicLink(root.resolve("c"), Path.of("nothing"));
    assertThat(paths.firstPresent(0)).isEqualTo(2);
    Files.writeString(root.resolve("no"), "a file in the way");
    assertThat(paths.firstPresent(0)).isEqualTo(1);
    assertThat(paths.firstPresent(2)).isEqualTo(2);
  }
}

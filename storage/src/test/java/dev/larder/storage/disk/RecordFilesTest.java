package dev.larder.storage.disk;

import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.CacheKey;
import dev.larder.storage.SetRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordFilesTest {
  private static final int ADDERS = 3;
  private static final int EACH = 20;

  @TempDir private Path directory;

  @Test
  void append_whileTheFileIsWrittenAnew_losesNoRecord() throws Exception {
    Layout layout = new Layout(directory);
    RecordFiles files = new RecordFiles(layout);
    int rewritten = 0;
    for (int round = 0; round < 10; round++) {
      CacheKey set = key("set" + round);
      AtomicBoolean isAdding = new AtomicBoolean(true);
      files.append(set, waste());
      Object inode = Layout.inode(layout.set(set));
      try (ExecutorService threads =
          Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
        Future<?> rewriter =
            threads.submit(
                () -> {
                  while (isAdding.get()) {
                    files.rewrite(set);
                  }
                  return null;
                });
        List<Future<?>> adders = new ArrayList<>();
        for (int i = 0; i < ADDERS; i++) {
          int adder = i;
          adders.add(threads.submit(() -> add(files, set, adder)));
        }
        for (Future<?> adder : adders) {
          adder.get();
        }
        isAdding.set(false);
        rewriter.get();
      }
      rewritten += Layout.inode(layout.set(set)).equals(inode) ? 0 : 1;
      assertThat(files.read(set).newestFirst())
          .extracting(SetRecord::name)
          .containsAll(
              IntStream.range(0, ADDERS * EACH).mapToObj(n -> record("r" + n).name()).toList());
    }
    // Otherwise nothing was tried.
    assertThat(rewritten).isPositive();
  }

  private static SetRecord waste() {
    return new SetRecord(key("waste"), new byte[100_000]);
  }

  private static Void add(RecordFiles files, CacheKey set, int adder) throws IOException {
    for (int i = 0; i < EACH; i++) {
      files.append(set, record("r" + (adder * EACH + i)));
      files.append(set, waste());
    }
    return null;
  }

  @Test
  void rewrite_littleWaste_leavesTheFile() throws Exception {
    Layout layout = new Layout(directory);
    RecordFiles files = new RecordFiles(layout);
    files.append(key("set"), record("one"));
    files.append(key("set"), record("one"));
    byte[] before = Files.readAllBytes(layout.set(key("set")));
    files.rewrite(key("set"));
    assertThat(layout.set(key("set"))).hasBinaryContent(before);
  }
}

package dev.larder.storage.disk;

import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.CacheKey;
import dev.larder.storage.SetRecord;
import dev.larder.storage.format.RecordFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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

  /** Lets others work once, when a file has just been opened. */
  private static final class Interrupted extends Layout {
    private final AtomicReference<Runnable> others;

    Interrupted(Path directory, Runnable others) {
      super(directory);
      this.others = new AtomicReference<>(others);
    }

    @Override
    FileChannel openForWriting(Path file, Set<? extends OpenOption> options) throws IOException {
      FileChannel opened = super.openForWriting(file, options);
      others.getAndSet(() -> {}).run();
      return opened;
    }
  }

  private RecordFiles interruptedBy(DirectoryLock.Work others) {
    Runnable run =
        () -> {
          try {
            others.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    return new RecordFiles(new Interrupted(directory, run));
  }

  private RecordFiles withWaste(CacheKey set) throws IOException {
    RecordFiles files = new RecordFiles(new Layout(directory));
    files.append(set, record("before"));
    for (int i = 0; i < 3; i++) {
      files.append(set, waste());
    }
    return files;
  }

  @Test
  void append_writtenAnewBeforeTheWrite_goesToTheNewFile() throws Exception {
    RecordFiles files = withWaste(key("set"));
    interruptedBy(() -> files.rewrite(key("set"))).append(key("set"), record("mine"));
    assertThat(names(files)).containsExactly(key("mine"), key("waste"), key("before"));
  }

  @Test
  void append_evictedBeforeTheWrite_makesItAnew() throws Exception {
    RecordFiles files = withWaste(key("set"));
    Path file = new Layout(directory).set(key("set"));
    interruptedBy(() -> Files.delete(file)).append(key("set"), record("mine"));
    assertThat(names(files)).containsExactly(key("mine"));
  }

  @Test
  void rewrite_addedMeanwhile_keepsWhatWasAdded() throws Exception {
    RecordFiles files = withWaste(key("set"));
    interruptedBy(() -> files.append(key("set"), record("mine"))).rewrite(key("set"));
    assertThat(names(files)).containsExactly(key("mine"), key("waste"), key("before"));
    assertThat(Files.size(new Layout(directory).set(key("set")))).isLessThan(110_000);
  }

  /* The kernel tells of a file's new length page by page while a record is being written. */
  @Test
  void rewrite_whileARecordIsHalfWritten_keepsAllOfIt() throws Exception {
    RecordFiles files = withWaste(key("set"));
    Path file = new Layout(directory).set(key("set"));
    byte[] bytes = RecordFormat.encode(key("set"), record("mine")).array();
    Files.write(file, Arrays.copyOf(bytes, 50), StandardOpenOption.APPEND);
    byte[] rest = Arrays.copyOfRange(bytes, 50, bytes.length);
    interruptedBy(() -> Files.write(file, rest, StandardOpenOption.APPEND)).rewrite(key("set"));
    assertThat(names(files)).containsExactly(key("mine"), key("waste"), key("before"));
    assertThat(Files.size(file)).isLessThan(110_000);
  }

  private static List<CacheKey> names(RecordFiles files) throws IOException {
    return files.read(key("set")).newestFirst().stream().map(SetRecord::name).toList();
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

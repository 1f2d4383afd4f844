package dev.larder.storage.disk;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.Outcome;
import dev.larder.storage.format.EntryHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a store counts its files as it begins, and when it believes what the one before it left. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KnownSizeTest {
  private static final long LIMIT = 100_000_000;
  private static final int SIZE = 100_000;

  @TempDir private Path directory;
  private Path kept = Path.of("");

  @BeforeEach
  void fill() {
    kept = directory.resolve("size");
    try (DiskStore store = open(LIMIT, Clock.systemUTC())) {
      store.settle();
      put(store, "a");
    }
  }

  private DiskStore open(long limit, Clock clock) {
    return new DiskStore(DiskSettings.of(directory, limit), clock);
  }

  private static void put(DiskStore store, String name) {
    assertThat(store.put(key(name), entry(1, SIZE))).isEqualTo(new Outcome.Stored());
  }

  /** Adds a value that nobody tells of, so that only who counts sees it. */
  private void addUnseen() throws Exception {
    Path unseen = new Layout(directory).value(key("unseen"));
    Files.createDirectories(unseen.resolveSibling(""));
    Files.write(unseen, new byte[EntryHeader.PAGE + SIZE]);
  }

  /** A header's page and the content's. */
  private static long pages(int entries) {
    return entries * DirectoryScan.occupied(EntryHeader.PAGE + SIZE);
  }

  private void assertSize(long expected, Clock clock) {
    try (DiskStore store = open(LIMIT, clock)) {
      assertThat(store.describe().size()).hasValue(expected);
    }
  }

  @Test
  void afterAnOrderlyEnd_isBelievedAndAddedTo() throws Exception {
    assertThat(Files.getPosixFilePermissions(kept))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    addUnseen();
    try (DiskStore store = open(LIMIT, Clock.systemUTC())) {
      assertThat(store.describe().size()).hasValue(pages(1));
      assertThat(kept).doesNotExist();
      put(store, "b");
    }
    assertSize(pages(2), Clock.systemUTC());
  }

  @Test
  void afterAKilledOne_isCounted() throws Exception {
    Files.delete(kept);
    addUnseen();
    assertSize(pages(2), Clock.systemUTC());
  }

  @Test
  void afterAWeek_isCounted() throws Exception {
    addUnseen();
    assertSize(pages(1), Clock.offset(Clock.systemUTC(), Duration.ofDays(6)));
    assertSize(pages(2), Clock.offset(Clock.systemUTC(), Duration.ofDays(8)));
  }

  @Test
  void fromTheFuture_isCounted() throws Exception {
    addUnseen();
    assertSize(pages(2), Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)));
  }

  @Test
  void whateverElseStandsThere_isCounted() throws Exception {
    addUnseen();
    String whole = Files.readString(kept);
    for (String text :
        new String[] {
          "", "1", "12 13", whole.strip(), "-" + whole, whole + whole, "\u0000\u00ff"
        }) {
      Files.writeString(kept, text);
      assertSize(pages(2), Clock.systemUTC());
    }
    Files.delete(kept);
    Files.createDirectory(kept);
    assertSize(pages(2), Clock.systemUTC());
    assertThat(kept).isEmptyDirectory();
  }

  @Test
  void moreThanTheLimit_isCountedAndEvicted() throws Exception {
    try (DiskStore store = open(LIMIT, Clock.systemUTC())) {
      IntStream.range(0, 20).forEach(i -> put(store, "v" + i));
    }
    DiskSettings settings = DiskSettings.of(directory, 10 * SIZE).withGrace(Duration.ZERO);
    try (DiskStore store = new DiskStore(settings, Clock.systemUTC())) {
      assertThat(store.describe().size().orElseThrow()).isLessThanOrEqualTo(10 * SIZE);
    }
  }

  @Test
  void directoryThatIsGone_staysGone() throws Exception {
    Path gone = directory.resolve("gone");
    try (DiskStore store = new DiskStore(DiskSettings.of(gone, LIMIT), Clock.systemUTC())) {
      assertThat(store.describe().size()).hasValue(0);
    }
    assertThat(gone).doesNotExist();
  }
}

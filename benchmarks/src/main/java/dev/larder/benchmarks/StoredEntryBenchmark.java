package dev.larder.benchmarks;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.KeyHasher;
import dev.larder.storage.Lookup;
import dev.larder.storage.Store;
import dev.larder.storage.disk.DiskSettings;
import dev.larder.storage.disk.DiskStore;
import dev.larder.storage.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Keeping an entry, an object and its depfile, and fetching it for a hit, in each tier, among few
 * and among many. The cost must not grow with the number of entries.
 */
@State(Scope.Benchmark)
public class StoredEntryBenchmark extends StepBenchmark {
  /* So much is laid down at most, whatever the number of entries. */
  private static final long MOST = 1L << 30;

  private static final int DEPFILE_LENGTH = 2 << 10;

  /** Where the entry comes from. */
  public enum Tier {
    MEMORY,
    DISK
  }

  @Param Tier tier = Tier.MEMORY;

  @Param({"100", "10000"})
  int entries;

  @Param({"4096", "61440", "1048576", "20971520"})
  int length;

  private Path directory = Path.of("");
  private Store store = new MemoryStore(1);
  private Entry entry = new Entry(List.of());
  private int count;
  private int next;

  @Setup
  public void fill() throws IOException {
    directory = temporaryDirectory();
    store =
        switch (tier) {
          case MEMORY -> new MemoryStore(2L << 30);
          case DISK ->
              new DiskStore(
                  DiskSettings.of(directory.resolve("cache"), 10L << 30), Clock.systemUTC());
        };
    var random = new Random(1);
    entry = entry(random);
    count = Math.clamp(MOST / length, 1, entries);
    for (int i = 0; i < count; i++) {
      store.put(key(i), entry);
    }
  }

  @TearDown
  public void delete() throws IOException {
    store.close();
    delete(directory);
  }

  /** One entry after the other, so that no single one stays in the processor's caches. */
  @Benchmark
  public Lookup<Entry> get() {
    next = (next + 1) % count;
    Lookup<Entry> found = store.get(key(next));
    if (!(found instanceof Lookup.Hit)) {
      throw new IllegalStateException("not found: " + found);
    }
    return found;
  }

  /** In the place of one that is there. */
  @Benchmark
  public void put() throws IOException {
    next = (next + 1) % count;
    store.put(key(next), entry);
  }

  private static CacheKey key(int number) {
    return new KeyHasher("benchmark").number(number).toKey();
  }

  private Entry entry(Random random) {
    return new Entry(
        List.of(
            new Entry.Section("object", 0644, new Content.Bytes(bytes(random, length))),
            new Entry.Section("depfile", 0644, new Content.Bytes(bytes(random, DEPFILE_LENGTH)))));
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}

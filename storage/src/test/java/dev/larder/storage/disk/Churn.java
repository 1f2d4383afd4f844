package dev.larder.storage.disk;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.inFiles;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Uses a directory as a build would, more than fits into it, and holds each answer against what it
 * must be, which follows from the key. Writes a byte after each step.
 */
final class Churn {
  static final long LIMIT = 8_000_000;
  private static final int KEYS = 120;
  private static final int THREADS = 4;

  private Churn() {}

  /**
   * @param args cache directory, a directory for source files, seed, number of steps
   */
  public static void main(String[] args) throws Exception {
    List<Future<?>> threads = new ArrayList<>();
    try (Store store = open(Path.of(args[0]));
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(Long.parseLong(args[2]) * THREADS + i);
        Path sources = Files.createDirectories(Path.of(args[1]).resolve("thread-" + i));
        threads.add(
            executor.submit(
                () -> {
                  for (int steps = Integer.parseInt(args[3]) / THREADS; steps > 0; steps--) {
                    step(store, random, sources);
                    System.out.write('.');
                    System.out.flush();
                  }
                  return null;
                }));
      }
      for (Future<?> thread : threads) {
        thread.get();
      }
    }
  }

  static DiskStore open(Path directory) {
    DiskSettings settings = DiskSettings.of(directory, LIMIT).withGrace(Duration.ZERO);
    return new DiskStore(settings, Clock.systemUTC());
  }

  static CacheKey keyOf(int number) {
    return key("k" + number);
  }

  private static Entry entryOf(int number) {
    return entry(number, number % 9, number * 3_000, number % 2 * 30_000);
  }

  private static void step(Store store, Random random, Path sources) throws IOException {
    int number = random.nextInt(KEYS);
    switch (random.nextInt(4)) {
      case 0 -> stored(store.put(keyOf(number), entryOf(number)));
      case 1 -> stored(store.put(keyOf(number), inFiles(entryOf(number), sources)));
      case 2 -> {
        check(store, number);
        checkSet(store, number % 5);
      }
      default -> {
        SetRecord record = record(number % 5 + "/" + random.nextInt(90) + "/" + "x".repeat(2_000));
        stored(store.add(keyOf(number % 5), record.name(), record.content()));
      }
    }
  }

  private static void stored(Outcome outcome) {
    if (!(outcome instanceof Outcome.Stored)) {
      throw new AssertionError(outcome);
    }
  }

  /** Looks at all there is. Returns how many values were hits. */
  static int checkAll(Store store) {
    IntStream.range(0, 5).forEach(set -> checkSet(store, set));
    return (int) IntStream.range(0, KEYS).filter(number -> check(store, number)).count();
  }

  /** A miss, or right; what was handed out may be evicted before it is opened. */
  private static boolean check(Store store, int number) {
    Lookup<Entry> found = store.get(keyOf(number));
    if (found instanceof Lookup.Hit<Entry> hit) {
      try {
        if (!facts(hit.value()).equals(facts(entryOf(number)))) {
          throw new AssertionError("wrong bytes under " + number);
        }
        return true;
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        }
      }
    } else if (!(found instanceof Lookup.Miss)) {
      throw new AssertionError(found);
    }
    return false;
  }

  private static void checkSet(Store store, int set) {
    Lookup<Iterable<SetRecord>> found = store.list(keyOf(set));
    if (found instanceof Lookup.Hit<Iterable<SetRecord>> hit) {
      Set<CacheKey> names = new HashSet<>();
      for (SetRecord record : hit.value()) {
        String text = new String(record.content(), StandardCharsets.UTF_8);
        if (!key(text).equals(record.name())
            || !text.startsWith(set + "/")
            || !names.add(record.name())) {
          throw new AssertionError("wrong record in set " + set + ": " + text);
        }
      }
      if (names.isEmpty() || names.size() > Store.MAX_RECORDS) {
        throw new AssertionError("set of " + names.size());
      }
    } else if (found instanceof Lookup.Unavailable) {
      throw new AssertionError(found);
    }
  }
}

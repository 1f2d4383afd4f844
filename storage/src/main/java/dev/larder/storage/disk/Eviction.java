package dev.larder.storage.disk;

import dev.larder.storage.disk.DirectoryScan.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Counts what a cache directory holds, and deletes what is too much or left over. */
/*
 * Two passes: the first keeps nothing but a size and a time of each file, which the policy turns into
 * a moment; the second deletes what was last used up to that moment. A file is looked at once more
 * right before it is deleted, so what is used meanwhile stays.
 */
final class Eviction {
  /** A file without a name that readers look for is left over when it is this old. */
  static final Duration LEFTOVER = Duration.ofHours(1);

  private final Layout layout;
  private final DiskSettings settings;
  private final Clock clock;
  private final Uses uses;
  private final BooleanSupplier goOn;

  /**
   * @param goOn asked now and then; if it says no, work stops half done
   */
  Eviction(Layout layout, DiskSettings settings, Clock clock, Uses uses, BooleanSupplier goOn) {
    this.layout = layout;
    this.settings = settings;
    this.clock = clock;
    this.uses = uses;
    this.goOn = goOn;
  }

  /** What a count found. */
  record Count(long bytes, List<EvictionPolicy.Candidate> files) {}

  /** Counts all files, and sweeps what killed writers left. */
  Count count() throws IOException {
    uses.note();
    Instant leftover = clock.instant().minus(LEFTOVER);
    List<EvictionPolicy.Candidate> candidates = new ArrayList<>();
    DirectoryScan.visitAll(
        layout.trees(),
        files -> {
          for (Item file : files) {
            if (file.isLookedUp() || !file.lastUse().isBefore(leftover)) {
              candidates.add(new EvictionPolicy.Candidate(file.occupied(), file.lastUse()));
            } else {
              delete(file);
            }
          }
          return goOn.getAsBoolean();
        });
    long bytes = candidates.stream().mapToLong(EvictionPolicy.Candidate::size).sum();
    return new Count(bytes, candidates);
  }

  /**
   * Deletes what is too much. The caller holds the directory's lock.
   *
   * @return bytes freed
   */
  long evict(Count count) throws IOException {
    Optional<EvictionPolicy.Excess> excess =
        EvictionPolicy.excess(count.files(), settings.limit(), clock.instant(), settings.grace());
    if (excess.isEmpty()) {
      return 0;
    }
    long[] freed = {0};
    DirectoryScan.visitAll(
        layout.trees(),
        files -> {
          freed[0] += evict(files, excess.get(), freed[0]);
          return freed[0] < excess.get().bytes() && goOn.getAsBoolean();
        });
    return freed[0];
  }

  private long evict(Collection<Item> files, EvictionPolicy.Excess excess, long before)
      throws IOException {
    // What was handed out since the scan shows it from now on.
    uses.note();
    long freed = 0;
    for (Item file : files) {
      if (before + freed < excess.bytes()
          && file.isLookedUp()
          && !file.lastUse().isAfter(excess.until())
          && isUnused(file)
          && delete(file)) {
        freed += file.occupied();
      }
    }
    return freed;
  }

  private static boolean isUnused(Item file) throws IOException {
    try {
      Instant now = Files.getLastModifiedTime(file.names().getFirst()).toInstant();
      return now.equals(file.lastUse());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Deletes a file under all its names, the one that is looked up first. Returns whether it did.
   */
  private static boolean delete(Item file) throws IOException {
    boolean deleted = true;
    for (Path name : file.names()) {
      if (Layout.isLookedUp(name)) {
        deleted = Files.deleteIfExists(name);
      }
    }
    for (Path name : file.names()) {
      Files.deleteIfExists(name);
    }
    return deleted;
  }
}

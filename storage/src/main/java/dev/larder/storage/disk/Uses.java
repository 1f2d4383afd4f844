package dev.larder.storage.disk;

import dev.larder.storage.CacheKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which files were used and, later and all at once, notes it in the files. */
/*
 * A file's modification time is the time of its last use: its content never changes, and unlike the
 * access time no mount option, backup or search program touches it. It outlives the daemon and is
 * seen by every other one. To keep it cheap, a file whose last use is noted as of a moment ago is
 * not noted again, and the request only leaves the file's name here.
 *
 * Setting the time also changes the file's ctime, and with that its identity; so the memory of
 * verified files is told of the new identity in the same breath, if the old one was verified up to
 * then. Other daemons on the same directory verify the file once more.
 */
final class Uses {
  /** More than this at once are not remembered; their use is noted the next time. */
  private static final int CAPACITY = 32_768;

  private final Verified verified;
  private final Clock clock;
  private final Duration fresh;
  private final Set<Use> pending = ConcurrentHashMap.newKeySet();

  private record Use(Path file, Optional<CacheKey> value) {}

  /**
   * @param fresh a use that was noted within this time is not noted again
   */
  Uses(Verified verified, Clock clock, Duration fresh) {
    this.verified = verified;
    this.clock = clock;
    this.fresh = fresh;
  }

  /**
   * A file was used.
   *
   * @param value its key if it is a value's file
   * @param noted the last use that the file shows
   * @return whether there is now something to note
   */
  boolean add(Path file, Optional<CacheKey> value, Instant noted) {
    if (EvictionPolicy.isProtected(noted, clock.instant(), fresh) || pending.size() >= CAPACITY) {
      return false;
    }
    return pending.add(new Use(file, value));
  }

  /** Notes all uses so far in the files. */
  void note() {
    for (Iterator<Use> uses = pending.iterator(); uses.hasNext(); ) {
      Use use = uses.next();
      try {
        note(use);
      } catch (IOException e) {
        // Evicted meanwhile, or the directory is read-only: then there is nothing to note.
      }
      uses.remove();
    }
  }

  private void note(Use use) throws IOException {
    FileIdentity before = FileIdentity.of(use.file());
    if (!before.isRegular()) {
      return;
    }
    Files.setLastModifiedTime(use.file(), FileTime.from(clock.instant()));
    if (use.value().isPresent()) {
      verified.replace(use.value().get(), before, FileIdentity.of(use.file()));
    }
  }
}

package dev.larder.daemon.inputs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.daemon.inputs.MemoKey.Aspect;
import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.FileSystem;
import dev.larder.daemon.inputs.files.FileSystems;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.files.NativePath;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Digests of regular files, remembered by device, inode, size and both times, so that a file is
 * read once for as long as it does not change. A young file, which could change again without a
 * trace, is read but not remembered; a file on a network or FUSE file system is read each time.
 * Safe for many threads.
 */
public final class DigestMemo implements AutoCloseable {
  private static final int MOST = 65_536;

  /* From so many bytes on, who needs a digest that is just being made waits for it. */
  private static final long LARGE = 1 << 20;

  private static final int XXH3_LENGTH = 16;

  private final Kernel kernel;
  private final FileSystems fileSystems;
  private final Clock clock;
  private final Optional<MemoFile> file;
  private final Cache<MemoKey, Digest> memory =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
  private final ConcurrentMap<MemoKey, Lock> beingRead = new ConcurrentHashMap<>();

  /**
   * A memo that outlives the process.
   *
   * @param file where it is kept; made where it is missing. If it can not be opened, the memo lives
   *     in memory only.
   * @param clock the wall clock that file times are compared with
   */
  public static DigestMemo kept(Kernel kernel, FileSystems fileSystems, Clock clock, Path file) {
    return new DigestMemo(kernel, fileSystems, clock, Optional.of(MemoFile.at(kernel, file)));
  }

  /** A memo that ends with the process. */
  public static DigestMemo inMemory(Kernel kernel, FileSystems fileSystems, Clock clock) {
    return new DigestMemo(kernel, fileSystems, clock, Optional.empty());
  }

  private DigestMemo(Kernel kernel, FileSystems fileSystems, Clock clock, Optional<MemoFile> file) {
    this.kernel = kernel;
    this.fileSystems = fileSystems;
    this.clock = clock;
    this.file = file;
  }

  @Override
  public void close() {
    file.ifPresent(MemoFile::close);
  }

  /**
   * The SHA-256 of the content of the file that {@code path}, relative to {@code cwd}, leads to.
   */
  public Digested digestOf(String path, String cwd) {
    return digest(Aspect.CONTENT, path, cwd);
  }

  /** The same of a file of which {@code stat} was just taken. */
  public Digested digestOf(Calls calls, NativePath path, FileStat stat) {
    return digest(calls, Aspect.CONTENT, path, stat, Long.MAX_VALUE);
  }

  /**
   * What tells the program or library at {@code path} from others: a digest of its build id and
   * size, else of its content, where that is long of its XXH3. Never equal to a {@linkplain
   * #digestOf content digest}.
   */
  public Digested programDigestOf(String path, String cwd) {
    return digest(Aspect.PROGRAM, path, cwd);
  }

  /**
   * The digest of a file that was just made and that nobody changes now; remembered whatever its
   * age.
   */
  public Digested learn(String path, String cwd) {
    Digested digested = digest(Aspect.CONTENT, path, cwd);
    if (digested instanceof Digested.Known known && !known.stamped()) {
      restored(path, cwd, known.stat(), known.digest());
    }
    return digested;
  }

  /**
   * Remembers the content of a file that Larder itself wrote, whatever its age.
   *
   * @param stat taken after the last write
   */
  public void restored(String path, String cwd, FileStat stat, Digest digest) {
    try (Calls calls = kernel.borrow();
        Arena arena = Arena.ofConfined()) {
      FileSystem fileSystem = fileSystems.of(calls, NativePath.of(arena, cwd, path), stat);
      if (stat.isRegular() && fileSystem.stamps()) {
        keep(calls, Aspect.CONTENT, stat, fileSystem, digest);
      }
    }
  }

  /** Whether a path still leads to the file of this stat. */
  public boolean isStill(String path, String cwd, FileStat stat) {
    try (Calls calls = kernel.borrow();
        Arena arena = Arena.ofConfined()) {
      return calls.stat(NativePath.of(arena, cwd, path)) == 0 && calls.foundSame(stat);
    }
  }

  private Digested digest(Aspect aspect, String path, String cwd) {
    try (Calls calls = kernel.borrow();
        Arena arena = Arena.ofConfined()) {
      NativePath where = NativePath.of(arena, cwd, path);
      int errno = calls.stat(where);
      return errno != 0
          ? new Digested.Unreadable(errno)
          : digest(calls, aspect, where, calls.found(), Long.MAX_VALUE);
    }
  }

  /**
   * The digest of a file of which {@code stat} was just taken.
   *
   * @param allowed bytes that may be read
   */
  Digested digest(Calls calls, Aspect aspect, NativePath path, FileStat stat, long allowed) {
    if (!stat.isRegular()) {
      return new Digested.NotRegular();
    }
    Digest remembered = memory.getIfPresent(MemoKey.inMemory(aspect, stat));
    if (remembered != null) {
      return new Digested.Known(remembered, stat, true, 0);
    }
    FileSystem fileSystem = fileSystems.of(calls, path, stat);
    if (fileSystem.lasting() && file.isPresent()) {
      Optional<Digest> kept = file.get().find(calls, MemoKey.lasting(aspect, stat, fileSystem));
      if (kept.isPresent()) {
        memory.put(MemoKey.inMemory(aspect, stat), kept.get());
        return new Digested.Known(kept.get(), stat, true, 0);
      }
    }
    return stat.size() >= LARGE
        ? readOnce(calls, aspect, path, stat, fileSystem, allowed)
        : read(calls, aspect, path, fileSystem, allowed);
  }

  /** Several requests of a build that has just begun need the same large libraries. */
  private Digested readOnce(
      Calls calls,
      Aspect aspect,
      NativePath path,
      FileStat stat,
      FileSystem fileSystem,
      long allowed) {
    MemoKey key = MemoKey.inMemory(aspect, stat);
    Lock lock = beingRead.computeIfAbsent(key, unlocked -> new ReentrantLock());
    lock.lock();
    try {
      Digest remembered = memory.getIfPresent(key);
      return remembered == null
          ? read(calls, aspect, path, fileSystem, allowed)
          : new Digested.Known(remembered, stat, true, 0);
    } finally {
      beingRead.remove(key);
      lock.unlock();
    }
  }

  private Digested read(
      Calls calls, Aspect aspect, NativePath path, FileSystem fileSystem, long allowed) {
    int descriptor = calls.open(path, Calls.READ_ONLY);
    if (descriptor < 0) {
      return new Digested.Unreadable(-descriptor);
    }
    try {
      long now = nanos(clock.instant());
      int errno = calls.statDescriptor(descriptor);
      if (errno != 0) {
        return new Digested.Unreadable(errno);
      }
      FileStat stat = calls.found();
      if (!stat.isRegular()) {
        return new Digested.NotRegular();
      }
      Digested result =
          aspect == Aspect.CONTENT
              ? content(calls, descriptor, stat, allowed)
              : program(calls, path, descriptor, stat, allowed);
      if (!(result instanceof Digested.Known known)) {
        return result;
      }
      // Another file than the one on this file system may have taken its place since.
      boolean stamped =
          fileSystem.stamps()
              && fileSystems.of(calls, path, stat).equals(fileSystem)
              && !fileSystem.young(stat, now);
      if (stamped) {
        keep(calls, aspect, stat, fileSystem, known.digest());
      }
      return new Digested.Known(known.digest(), stat, stamped, known.read());
    } finally {
      calls.close(descriptor);
    }
  }

  private Digested program(
      Calls calls, NativePath path, int descriptor, FileStat stat, long allowed) {
    Optional<byte[]> buildId = ElfFile.buildId(calls, descriptor);
    if (buildId.isPresent()) {
      Digest digest = Digest.compute("program by build id of " + stat.size(), buildId.get());
      return new Digested.Known(digest, stat, false, 0);
    }
    if (stat.size() >= LARGE) {
      return large(calls, descriptor, stat, allowed);
    }
    // Remembered as such, too: a compiler may well read what it consists of.
    Digested content = digest(calls, Aspect.CONTENT, path, stat, allowed);
    if (!(content instanceof Digested.Known known)) {
      return content;
    }
    return known.stat().equals(stat)
        ? new Digested.Known(
            Digest.compute("program by content", known.digest().bytes()), stat, false, known.read())
        : new Digested.Unsteady();
  }

  /**
   * A compiler's libraries of some hundred megabytes, which each new machine reads once. Who could
   * put two of them with one fingerprint in front of a compiler has no need to.
   */
  private static Digested large(Calls calls, int descriptor, FileStat stat, long allowed) {
    byte[] fingerprint = new byte[XXH3_LENGTH];
    return whole(
        calls,
        descriptor,
        stat,
        allowed,
        most -> calls.fingerprint(descriptor, most, fingerprint),
        () -> Digest.compute("program by fingerprint of " + stat.size(), fingerprint));
  }

  private static Digested content(Calls calls, int descriptor, FileStat stat, long allowed) {
    byte[] digest = new byte[Digest.LENGTH];
    return whole(
        calls,
        descriptor,
        stat,
        allowed,
        most -> calls.digest(descriptor, most, digest),
        () -> Digest.of(digest));
  }

  /** What comes of reading a file to its end, if it is the same file then. */
  private static Digested whole(
      Calls calls,
      int descriptor,
      FileStat stat,
      long allowed,
      LongUnaryOperator reading,
      Supplier<Digest> digest) {
    if (stat.size() > allowed) {
      return new Digested.TooLarge(stat.size());
    }
    long total = reading.applyAsLong(stat.size());
    if (total < 0) {
      return new Digested.Unreadable((int) -total);
    }
    if (total != stat.size() || calls.statDescriptor(descriptor) != 0 || !calls.foundSame(stat)) {
      return new Digested.Unsteady();
    }
    return new Digested.Known(digest.get(), stat, false, total);
  }

  private void keep(
      Calls calls, Aspect aspect, FileStat stat, FileSystem fileSystem, Digest digest) {
    memory.put(MemoKey.inMemory(aspect, stat), digest);
    if (fileSystem.lasting() && file.isPresent()) {
      MemoKey key = MemoKey.lasting(aspect, stat, fileSystem);
      file.get().put(calls, key, digest, clock.instant().getEpochSecond());
    }
  }

  static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  /** In words, for a path that could not be digested. */
  public static String describe(Digested digested) {
    return switch (digested) {
      case Digested.Known known -> "readable as " + known.digest();
      case Digested.Unreadable unreadable -> Errno.describe(unreadable.errno());
      case Digested.NotRegular other -> "no regular file";
      case Digested.TooLarge large -> "too much to hash (" + large.size() + " bytes)";
      case Digested.Unsteady other -> "changed while it was read";
    };
  }
}

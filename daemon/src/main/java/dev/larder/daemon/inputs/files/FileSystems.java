package dev.larder.daemon.inputs.files;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Which file system a device holds. Asked anew after a second, since devices come and go. */
public final class FileSystems {
  private static final long FRESH = 1_000_000_000L;
  private static final int MOST = 1024;

  private record Known(FileSystem fileSystem, long asked) {}

  private final ConcurrentHashMap<Long, Known> byDevice = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  /**
   * None known yet.
   *
   * @param nanoTime a monotonic clock in nanoseconds, as {@link System#nanoTime}
   */
  public FileSystems(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The file system of a device, if it was asked for lately. */
  public Optional<FileSystem> known(long device) {
    Known known = byDevice.get(device);
    return known == null || nanoTime.getAsLong() - known.asked() > FRESH
        ? Optional.empty()
        : Optional.of(known.fileSystem());
  }

  /**
   * The file system that holds what {@code path} leads to, of which {@code stat} was just taken.
   */
  public FileSystem of(Calls calls, NativePath path, FileStat stat) {
    long now = nanoTime.getAsLong();
    Known known = byDevice.get(stat.device());
    if (known != null && now - known.asked() < FRESH) {
      return known.fileSystem();
    }
    if (byDevice.size() > MOST) {
      byDevice.clear();
    }
    FileSystem asked = ask(calls, path);
    byDevice.put(stat.device(), new Known(asked, now));
    return asked;
  }

  private static FileSystem ask(Calls calls, NativePath path) {
    if (calls.statfs(path) != 0) {
      return FileSystem.unknown();
    }
    // struct statfs of the 64-bit ABIs: f_type, f_bsize, f_blocks, …, f_fsid at 56.
    ByteBuffer answer = calls.buffer();
    long type = answer.getLong(0);
    long blocks = answer.getLong(16);
    long id = answer.getLong(56);
    // XFS and F2FS give the device number as id, so the size helps to tell them apart.
    return FileSystem.of(type, (id * 31 + type) * 31 + blocks);
  }
}

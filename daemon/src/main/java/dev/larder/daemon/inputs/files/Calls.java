package dev.larder.daemon.inputs.files;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * System calls with buffers of their own. Not safe for several threads at once; borrowed from
 * {@link Kernel} and given back by {@link #close}.
 */
public final class Calls implements AutoCloseable {
  /** Bytes that {@link #read} takes at a time. */
  public static final int BUFFER = 64 * 1024;

  /** {@code open} for reading, never waiting for a FIFO's other end, not inherited. */
  public static final int READ_ONLY = 02000000 | 04000;

  static final int DIRECTORY = 0200000;
  private static final int PATH_ONLY = 02000000 | 010000000;

  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int PATH_MAX = 4096;

  private final Kernel kernel;
  private final MemorySegment state;
  private final MemorySegment stat;
  private final MemorySegment text;
  private final MemorySegment name;
  private final MemorySegment buffer;

  /* Layout of struct statx: linux/stat.h. The same on every architecture. */
  private static final int MODE = 28;
  private static final int INODE = 32;
  private static final int SIZE = 40;
  private static final int CHANGED = 96;
  private static final int MODIFIED = 112;
  private static final int MAJOR = 136;
  private static final int MINOR = 140;

  Calls(Kernel kernel) {
    this.kernel = kernel;
    Arena arena = Arena.ofAuto();
    this.state = arena.allocate(Libc.STATE);
    this.stat = arena.allocate(256, 8);
    this.text = arena.allocate(PATH_MAX);
    this.name = arena.allocate(64);
    this.buffer = arena.allocate(BUFFER, 8);
  }

  @Override
  public void close() {
    kernel.giveBack(this);
  }

  /** Stats what the path leads to. 0, or the errno; then {@link #found} tells nothing. */
  public int stat(NativePath path) {
    return statx(AT_FDCWD, path.segment(), 0);
  }

  /** Stats the name itself, be it a link. 0, or the errno. */
  public int lstat(NativePath path) {
    return statx(AT_FDCWD, path.segment(), AT_SYMLINK_NOFOLLOW);
  }

  /** Stats an open file. 0, or the errno. */
  public int statDescriptor(int descriptor) {
    name.set(JAVA_BYTE, 0, (byte) 0);
    return statx(descriptor, name, AT_EMPTY_PATH);
  }

  private int statx(int directory, MemorySegment path, int flags) {
    try {
      int result =
          (int) Libc.STATX.invokeExact(state, directory, path, flags, STATX_BASIC_STATS, stat);
      return result == 0 ? 0 : Libc.errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** What the last successful stat found. */
  public FileStat found() {
    return new FileStat(device(), inode(), mode(), size(), modified(), changed());
  }

  /**
   * Whether the last stat found a file of the same identity: device, inode, size and both times.
   */
  public boolean foundSame(FileStat other) {
    return inode() == other.inode()
        && changed() == other.changed()
        && modified() == other.modified()
        && size() == other.size()
        && device() == other.device()
        && mode() == other.mode();
  }

  /** The type of what the last stat found. */
  public FileStat.Type foundType() {
    return FileStat.typeOf(mode());
  }

  private long device() {
    long major = stat.get(JAVA_INT, MAJOR) & 0xffffffffL;
    long minor = stat.get(JAVA_INT, MINOR) & 0xffffffffL;
    return ((major & 0xfffff000L) << 32)
        | ((major & 0xfffL) << 8)
        | ((minor & 0xffffff00L) << 12)
        | (minor & 0xffL);
  }

  private long inode() {
    return stat.get(JAVA_LONG, INODE);
  }

  private int mode() {
    return stat.get(JAVA_SHORT, MODE) & 0xffff;
  }

  private long size() {
    return stat.get(JAVA_LONG, SIZE);
  }

  private long modified() {
    return time(MODIFIED);
  }

  private long changed() {
    return time(CHANGED);
  }

  private long time(int offset) {
    return stat.get(JAVA_LONG, offset) * 1_000_000_000L + stat.get(JAVA_INT, offset + 8L);
  }

  /** Opens a file with these flags of {@code open}. The descriptor, or the errno negated. */
  public int open(NativePath path, int flags) {
    return open(path.segment(), flags);
  }

  /** Opens a file for reading and writing, made with mode 0600 where it is missing. */
  public int openOwn(NativePath path) {
    return open(path.segment(), 02000000 | 0100 | 2);
  }

  private int open(MemorySegment path, int flags) {
    try {
      int result = (int) Libc.OPEN.invokeExact(state, path, flags, 0600);
      return result >= 0 ? result : -Libc.errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Closes a descriptor, which is gone whatever the answer. */
  public int close(int descriptor) {
    try {
      return (int) Libc.CLOSE.invokeExact(state, descriptor);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Reads the next bytes into {@link #buffer}. How many, 0 at the end, or the errno negated. */
  public int read(int descriptor) {
    try {
      long result = (long) Libc.READ.invokeExact(state, descriptor, buffer, (long) BUFFER);
      return result >= 0 ? (int) result : -Libc.errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Reads at an offset into {@link #buffer}, which bounds the length. As {@link #read}. */
  public int readAt(int descriptor, long offset, int length) {
    return at(Libc.PREAD, descriptor, offset, length);
  }

  /** Writes the head of {@link #buffer} at an offset. How many bytes, or the errno negated. */
  public int writeAt(int descriptor, long offset, int length) {
    return at(Libc.PWRITE, descriptor, offset, length);
  }

  private int at(java.lang.invoke.MethodHandle call, int descriptor, long offset, int length) {
    try {
      long wanted = Math.min(length, BUFFER);
      long result = (long) call.invokeExact(state, descriptor, buffer, wanted, offset);
      return result >= 0 ? (int) result : -Libc.errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** What {@link #read} and its kin fill. */
  public MemorySegment buffer() {
    return buffer;
  }

  /** The next entries of an open directory, into {@link #buffer}. As {@link #read}. */
  int readDirectory(int descriptor) {
    try {
      long result = (long) Libc.GETDENTS.invokeExact(state, descriptor, buffer, (long) BUFFER);
      return result >= 0 ? (int) result : -Libc.errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Whether names in an open directory are looked up without regard to case. */
  boolean ignoresCase(int descriptor) {
    final long getFlags = 0x80086601L;
    final long caseFold = 0x40000000L;
    try {
      name.set(JAVA_LONG, 0, 0);
      int result = (int) Libc.IOCTL.invokeExact(state, descriptor, getFlags, name);
      return result == 0 && (name.get(JAVA_LONG, 0) & caseFold) != 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The text of a symbolic link. */
  public Text readLink(NativePath path) {
    return readLink(path.segment());
  }

  private Text readLink(MemorySegment path) {
    try {
      long length = (long) Libc.READLINK.invokeExact(state, path, text, (long) PATH_MAX);
      if (length < 0) {
        return new Text.Failed(Libc.errno(state));
      }
      byte[] bytes = text.asSlice(0, length).toArray(JAVA_BYTE);
      return new Text.Is(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The canonical name of what a path leads to, as the kernel knows it. */
  public Text canonical(NativePath path) {
    int descriptor = open(path.segment(), PATH_ONLY);
    if (descriptor < 0) {
      return new Text.Failed(-descriptor);
    }
    name.setString(0, "/proc/self/fd/" + descriptor);
    Text result = readLink(name);
    close(descriptor);
    return result;
  }

  /**
   * Asks whether this process may use a file in this way (bits of {@code access}: 4 read, 1
   * execute). 0, or the errno.
   */
  public int access(NativePath path, int mode) {
    try {
      int result = (int) Libc.ACCESS.invokeExact(state, path.segment(), mode);
      return result == 0 ? 0 : Libc.errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code statfs} into {@link #buffer}. 0, or the errno. */
  int statfs(NativePath path) {
    try {
      int result = (int) Libc.STATFS.invokeExact(state, path.segment(), buffer);
      return result == 0 ? 0 : Libc.errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Makes an anonymous file in memory of this size. Its descriptor, or the errno negated. */
  public int memoryFile(String label, long bytes) {
    final int closeOnExec = 1;
    try {
      name.setString(0, label);
      int descriptor = (int) Libc.MEMFD_CREATE.invokeExact(state, name, closeOnExec);
      if (descriptor < 0) {
        return -Libc.errno(state);
      }
      int result = (int) Libc.FTRUNCATE.invokeExact(state, descriptor, bytes);
      if (result != 0) {
        int errno = Libc.errno(state);
        close(descriptor);
        return -errno;
      }
      return descriptor;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static IllegalStateException unexpected(Throwable e) {
    return new IllegalStateException("a call of the C library could not be made", e);
  }
}

package dev.larder.daemon.inputs.files;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
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

  private static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int PATH_MAX = 4096;

  private static final int CLOCK_REALTIME_COARSE = 5;

  private final Kernel kernel;
  private final long[] found = new long[NativeCalls.FIELDS];
  private final byte[] canonical = new byte[PATH_MAX];
  private final Memory text = new Memory(PATH_MAX);
  private final Memory name = new Memory(64);
  private final Memory buffer = new Memory(BUFFER);

  Calls(Kernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public void close() {
    kernel.giveBack(this);
  }

  /** Stats what the path leads to. 0, or the errno; then {@link #found} tells nothing. */
  public int stat(NativePath path) {
    return statx(path, 0);
  }

  /** Stats the name itself, be it a link. 0, or the errno. */
  public int lstat(NativePath path) {
    return statx(path, AT_SYMLINK_NOFOLLOW);
  }

  private int statx(NativePath path, int flags) {
    return statx(path, AT_FDCWD, path.address(), flags);
  }

  /** Stats an open file. 0, or the errno. */
  public int statDescriptor(int descriptor) {
    name.bytes().put(0, (byte) 0);
    return statx(name, descriptor, name.address(), AT_EMPTY_PATH);
  }

  private int statx(Object alive, int directory, long path, int flags) {
    try {
      return NativeCalls.stat(directory, path, flags, found);
    } finally {
      Reference.reachabilityFence(alive);
    }
  }

  private long call(SystemCall call, long one, long two, long three, long four) {
    return call(this, call, one, two, three, four, 0);
  }

  /** Makes a call, and keeps what its arguments point to alive until it is made. */
  private long call(
      Object alive, SystemCall call, long one, long two, long three, long four, long five) {
    try {
      return call.call(one, two, three, four, five);
    } finally {
      Reference.reachabilityFence(alive);
      Reference.reachabilityFence(this);
    }
  }

  /** What the last successful stat found. */
  public FileStat found() {
    return new FileStat(
        found[NativeCalls.DEVICE],
        found[NativeCalls.INODE],
        (int) found[NativeCalls.MODE],
        found[NativeCalls.SIZE],
        found[NativeCalls.MODIFIED],
        found[NativeCalls.CHANGED]);
  }

  /**
   * Whether the last stat found a file of the same identity: device, inode, size and both times.
   */
  public boolean foundSame(FileStat other) {
    return found().equals(other);
  }

  /** The type of what the last stat found. */
  public FileStat.Type foundType() {
    return FileStat.typeOf((int) found[NativeCalls.MODE]);
  }

  /** How many names the file has that the last stat found. */
  public long foundLinks() {
    return found[NativeCalls.LINKS];
  }

  /**
   * The SHA-256 of the rest of an open file.
   *
   * @param most after more bytes than this it stops, and the digest is not set
   * @param digest 32 bytes, which are set
   * @return how many bytes were read, or the errno negated
   */
  public long digest(int descriptor, long most, byte[] digest) {
    return NativeCalls.digestFile(descriptor, most, digest);
  }

  /**
   * The 128 bits of XXH3 over the rest of an open file: several times as fast, and no protection
   * against who means to have two files taken for one.
   *
   * @param most after more bytes than this it stops, and the fingerprint is not set
   * @param fingerprint 16 bytes, which are set
   * @return how many bytes were read, or the errno negated
   */
  public long fingerprint(int descriptor, long most, byte[] fingerprint) {
    return NativeCalls.fingerprintFile(descriptor, most, fingerprint);
  }

  /**
   * The time of the clock by which a run's start is dated ({@link
   * dev.larder.daemon.inputs.observation.RunContext}), in nanoseconds: no file is changed later
   * with an earlier date, but one may have been changed before with a later one (multigrain
   * timestamps, Linux 6.13).
   */
  public long tick() {
    call(SystemCall.CLOCK_GETTIME, CLOCK_REALTIME_COARSE, name.address(), 0, 0);
    return name.bytes().getLong(0) * 1_000_000_000L + name.bytes().getLong(Long.BYTES);
  }

  /** Opens a file with these flags of {@code open}. The descriptor, or the errno negated. */
  public int open(NativePath path, int flags) {
    long where = path.address();
    return (int) call(path, SystemCall.OPENAT, AT_FDCWD, where, flags, 0600, 0);
  }

  /** Opens a file for reading and writing, made with mode 0600 where it is missing. */
  public int openOwn(NativePath path) {
    return open(path, 02000000 | 0100 | 2);
  }

  /** Closes a descriptor, which is gone whatever the answer. */
  public int close(int descriptor) {
    return (int) call(SystemCall.CLOSE, descriptor, 0, 0, 0);
  }

  /** Reads the next bytes into {@link #buffer}. How many, 0 at the end, or the errno negated. */
  public int read(int descriptor) {
    return (int) call(SystemCall.READ, descriptor, buffer.address(), BUFFER, 0);
  }

  /** Reads at an offset into {@link #buffer}, which bounds the length. As {@link #read}. */
  public int readAt(int descriptor, long offset, int length) {
    long most = Math.min(length, BUFFER);
    return (int) call(SystemCall.PREAD, descriptor, buffer.address(), most, offset);
  }

  /** Writes the head of {@link #buffer} at an offset. How many bytes, or the errno negated. */
  public int writeAt(int descriptor, long offset, int length) {
    long most = Math.min(length, BUFFER);
    return (int) call(SystemCall.PWRITE, descriptor, buffer.address(), most, offset);
  }

  /** What {@link #read} and its kin fill, in the machine's byte order. */
  public ByteBuffer buffer() {
    return buffer.bytes();
  }

  /** The first so many bytes of {@link #buffer}. */
  public ByteBuffer buffer(int length) {
    return buffer.bytes().slice(0, length).order(buffer.bytes().order());
  }

  /** The next entries of an open directory, into {@link #buffer}. As {@link #read}. */
  int readDirectory(int descriptor) {
    return (int) call(SystemCall.GETDENTS, descriptor, buffer.address(), BUFFER, 0);
  }

  /** Whether names in an open directory are looked up without regard to case. */
  boolean ignoresCase(int descriptor) {
    final long getFlags = 0x80086601L;
    final long caseFold = 0x40000000L;
    name.bytes().putLong(0, 0);
    return call(SystemCall.IOCTL, descriptor, getFlags, name.address(), 0) == 0
        && (name.bytes().getLong(0) & caseFold) != 0;
  }

  /** The text of a symbolic link. */
  public Text readLink(NativePath path) {
    long where = path.address();
    long length = call(path, SystemCall.READLINKAT, AT_FDCWD, where, text.address(), PATH_MAX, 0);
    if (length < 0) {
      return new Text.Failed((int) -length);
    }
    byte[] bytes = new byte[(int) length];
    text.bytes().get(0, bytes);
    return new Text.Is(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** The canonical name of what a path leads to, as the kernel knows it. */
  public Text canonical(NativePath path) {
    try {
      int length = NativeCalls.canonical(path.address(), canonical);
      return length < 0
          ? new Text.Failed(-length)
          : new Text.Is(new String(canonical, 0, length, StandardCharsets.ISO_8859_1));
    } finally {
      Reference.reachabilityFence(path);
    }
  }

  /**
   * Asks whether this process may use a file in this way (bits of {@code access}: 4 read, 1
   * execute). 0, or the errno.
   */
  public int access(NativePath path, int mode) {
    long where = path.address();
    return (int) -call(path, SystemCall.FACCESSAT, AT_FDCWD, where, mode, 0, 0);
  }

  /** {@code statfs} into {@link #buffer}. 0, or the errno. */
  int statfs(NativePath path) {
    long where = path.address();
    return (int) -call(path, SystemCall.STATFS, where, buffer.address(), 0, 0, 0);
  }

  /** Makes an anonymous file in memory of this size. Its descriptor, or the errno negated. */
  public int memoryFile(String label, long bytes) {
    final int closeOnExec = 1;
    name.bytes().put(0, (label + "\0").getBytes(StandardCharsets.UTF_8));
    int descriptor = (int) call(SystemCall.MEMFD_CREATE, name.address(), closeOnExec, 0, 0);
    if (descriptor >= 0) {
      int errno = (int) -call(SystemCall.FTRUNCATE, descriptor, bytes, 0, 0);
      if (errno != 0) {
        close(descriptor);
        return -errno;
      }
    }
    return descriptor;
  }
}

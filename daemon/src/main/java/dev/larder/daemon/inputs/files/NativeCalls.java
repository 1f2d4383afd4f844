package dev.larder.daemon.inputs.files;

/**
 * The native library beside this package, {@code libkernelcalls.so} (src/main/c): system calls, and
 * the few loops over bytes and stats that have to cost no more than the kernel's part of them.
 *
 * <p>Native methods and not java.lang.foreign, which needs code compiled by the runtime to be fast,
 * and a daemon's first answers count. Addresses are the caller's affair: what they point to must
 * stay allocated until the call returns.
 */
final class NativeCalls {
  static {
    System.loadLibrary("kernelcalls");
  }

  /* What #stat finds, in this order. */
  static final int DEVICE = 0;
  static final int INODE = 1;
  static final int MODE = 2;
  static final int SIZE = 3;
  static final int MODIFIED = 4;
  static final int CHANGED = 5;
  static final int LINKS = 6;
  static final int FIELDS = 7;

  private NativeCalls() {}

  /** {@code syscall(2)}: its result, or the errno negated. */
  static native long call(long number, long one, long two, long three, long four, long five);

  /** {@code statx(2)} into {@link #FIELDS} longs, times in nanoseconds: 0, or the errno. */
  static native int stat(int directory, long path, int flags, long[] found);

  /**
   * The first row of a {@link StampTable} from this one on that does not hold; else {@code rows}.
   */
  static native int firstChanged(long table, int from, int rows);

  /** Sets what a row expects. */
  static native void stamp(
      long row, long device, long inode, long mode, long size, long modified, long changed);

  /** Sets the canonical name that a row expects; it must stay allocated as long as the table. */
  static native void stampName(long row, long name, long length);

  /**
   * Lays down what a row of a {@link StampTable} expects as one of a standing answer's {@link
   * Grounds}: how many bytes that took; 0 if there is no room for it, -1 if the row expects
   * nothing.
   *
   * @param at where in {@code out}
   */
  static native int ground(long row, int kind, byte[] out, int at);

  /** The fingerprint of a file's identity, of a ground of that kind; 0 if none is found. */
  static native long identity(long path);

  /** XXH3's 64 bits over a part of an array. */
  static native long fingerprint(byte[] bytes, int from, int length);

  /**
   * The name that all links of a path lead to, as the kernel knows it: its length, or the errno
   * negated.
   *
   * @param name at least {@code PATH_MAX} bytes
   */
  static native int canonical(long path, byte[] name);

  /**
   * The first of these paths, from this one on, that is there or is not found for another reason
   * than that nothing is there; else how many there are. This one, if there is no memory to ask.
   *
   * @param paths each ended by a NUL
   */
  static native int firstPresent(byte[] paths, int from);

  /**
   * The SHA-256 of the rest of an open file.
   *
   * @param most after more bytes than this it stops, and the digest is not set
   * @return how many bytes were read, or the errno negated
   */
  static native long digestFile(int descriptor, long most, byte[] digest);

  /** The same with the 128 bits of XXH3, in its canonical form. */
  static native long fingerprintFile(int descriptor, long most, byte[] fingerprint);

  /** The SHA-256 of an array from an index on, which is not beyond its end. */
  static native void digestBytes(byte[] bytes, int from, byte[] digest);

  /**
   * Which of these names stand in a stretch of a file; {@code found} has as many places.
   *
   * @param path its address
   * @return 0, or the errno: EIO where the file ends before the stretch does
   */
  static native int searchFile(
      long path, long offset, long length, byte[][] names, boolean[] found);

  /** Gives memory that was freed back to the system, as far as the C library can. */
  static native void trim();

  /** Which of these names stand in an array. 0, or the errno. */
  static native int searchBytes(byte[] bytes, byte[][] names, boolean[] found);
}

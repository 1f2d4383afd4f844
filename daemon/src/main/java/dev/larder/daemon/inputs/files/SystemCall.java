package dev.larder.daemon.inputs.files;

/** The kernel's calls, by their numbers on x86-64 and aarch64 ({@code asm/unistd.h}). */
enum SystemCall {
  READ(0, 63),
  CLOSE(3, 57),
  IOCTL(16, 29),
  PREAD(17, 67),
  PWRITE(18, 68),
  FTRUNCATE(77, 46),
  STATFS(137, 43),
  GETDENTS(217, 61),
  CLOCK_GETTIME(228, 113),
  OPENAT(257, 56),
  READLINKAT(267, 78),
  FACCESSAT(269, 48),
  MEMFD_CREATE(319, 279);

  private final long number;

  SystemCall(long x86, long aarch64) {
    this.number = System.getProperty("os.arch").equals("aarch64") ? aarch64 : x86;
  }

  /**
   * Makes the call. The caller sees to it that what the arguments point to stays allocated.
   *
   * @return its result, or the errno negated
   */
  @SuppressWarnings("UnsafeFinalization") // the field is a number, not an address
  long call(long one, long two, long three, long four, long five) {
    return NativeCalls.call(number, one, two, three, four, five);
  }
}

package dev.larder.daemon.inputs.files;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The kernel's calls, by their numbers on x86-64 and aarch64 ({@code asm/unistd.h}).
 *
 * <p>All of them go through {@code syscall(2)}, since each other shape of a native function takes
 * milliseconds to link, and a daemon's first answers count.
 */
enum SystemCall {
  READ(0, 63),
  CLOSE(3, 57),
  IOCTL(16, 29),
  PREAD(17, 67),
  PWRITE(18, 68),
  FTRUNCATE(77, 46),
  STATFS(137, 43),
  GETDENTS(217, 61),
  OPENAT(257, 56),
  READLINKAT(267, 78),
  FACCESSAT(269, 48),
  MEMFD_CREATE(319, 279),
  STATX(332, 291);

  /** Where errno is left. */
  static final StructLayout STATE = Linker.Option.captureStateLayout();

  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle SYSCALL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
              Linker.Option.captureCallState("errno"),
              Linker.Option.firstVariadicArg(1));

  private final long number;

  SystemCall(long x86, long aarch64) {
    this.number = System.getProperty("os.arch").equals("aarch64") ? aarch64 : x86;
  }

  /**
   * Makes the call. The caller sees to it that what the arguments point to stays allocated.
   *
   * @param state room for {@link #STATE}
   * @return its result, or the errno negated
   */
  long call(MemorySegment state, long one, long two, long three, long four, long five) {
    try {
      long result = (long) SYSCALL.invokeExact(state, number, one, two, three, four, five);
      return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    } catch (Throwable e) {
      throw new IllegalStateException("the kernel could not be called", e);
    }
  }
}

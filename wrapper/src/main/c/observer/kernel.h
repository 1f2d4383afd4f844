/*
 * System calls without libc: they leave errno alone, run no cancellation point, and can not come
 * back into a wrapper of ours. Each returns the kernel's answer, a negative errno on failure.
 */
#ifndef LARDER_OBSERVER_KERNEL_H
#define LARDER_OBSERVER_KERNEL_H

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>

static inline long kernel_call(long number, long a, long b, long c, long d, long e, long f) {
#if defined(__x86_64__)
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  long answer;
  __asm__ volatile("syscall"
                   : "=a"(answer)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return answer;
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
#else
#error "the observer knows x86-64 and aarch64"
#endif
}

static inline uint32_t kernel_pid(void) {
  return (uint32_t)kernel_call(SYS_getpid, 0, 0, 0, 0, 0, 0);
}

static inline int kernel_openat(int directory, const char *path, int flags) {
  return (int)kernel_call(SYS_openat, directory, (long)path, flags, 0, 0, 0);
}

static inline void kernel_close(int descriptor) {
  kernel_call(SYS_close, descriptor, 0, 0, 0, 0, 0);
}

static inline long kernel_readlink(const char *path, char *text, size_t size) {
  return kernel_call(SYS_readlinkat, AT_FDCWD, (long)path, (long)text, (long)size, 0, 0);
}

/* The length of the name without its NUL. */
static inline long kernel_getcwd(char *text, size_t size) {
  long length = kernel_call(SYS_getcwd, (long)text, (long)size, 0, 0, 0, 0);
  return length > 0 ? length - 1 : length;
}

static inline int kernel_faccessat(int directory, const char *path, int mode) {
  return (int)kernel_call(SYS_faccessat, directory, (long)path, mode, 0, 0, 0);
}

static inline int kernel_fstatat(int directory, const char *path, struct stat *status, int flags) {
  return (int)kernel_call(SYS_newfstatat, directory, (long)path, (long)status, flags, 0, 0);
}

static inline long kernel_pread(int descriptor, void *to, size_t size, uint64_t offset) {
  return kernel_call(SYS_pread64, descriptor, (long)to, (long)size, (long)offset, 0, 0);
}

static inline void *kernel_map(size_t size, int flags, int descriptor) {
  long answer = kernel_call(SYS_mmap, 0, (long)size, PROT_READ | PROT_WRITE, flags, descriptor, 0);
  return answer < 0 && answer > -4096 ? NULL : (void *)answer;
}

static inline void kernel_unmap(void *memory, size_t size) {
  kernel_call(SYS_munmap, (long)memory, (long)size, 0, 0, 0, 0);
}

static inline int64_t kernel_seconds(void) {
  struct timespec now = {0, 0};
  kernel_call(SYS_clock_gettime, CLOCK_REALTIME_COARSE, (long)&now, 0, 0, 0, 0);
  return now.tv_sec;
}

#endif

/*
 * Files opened by descriptor.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "opening.h"

struct open_how;

int __open(const char *path, int flags, ...);
int __open64(const char *path, int flags, ...);
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int directory, const char *path, int flags);
int __openat64_2(int directory, const char *path, int flags);
int openat2(int directory, const char *path, struct open_how *how, size_t size);

static bool has_mode(int flags) {
  return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE;
}

/* The mode is there only if the flags say so. */
#define MODE(mode, flags)        \
  mode_t mode = 0;               \
  if (has_mode(flags)) {         \
    va_list list;                \
    va_start(list, flags);       \
    mode = va_arg(list, mode_t); \
    va_end(list);                \
  }

#define OPENED(directory, path, flags, call)                                    \
  do {                                                                          \
    const struct opening opening = opening_begin((directory), (path), (flags)); \
    const int answer = (call);                                                  \
    opening_end(opening, (directory), (path), ERROR_OF(answer), answer);        \
    return answer;                                                              \
  } while (0)

#define OPEN(name)                                                \
  EXPORT int name(const char *path, int flags, ...) {             \
    MODE(mode, flags)                                             \
    OPENED(AT_FDCWD, path, flags, NEXT(name)(path, flags, mode)); \
  }

#define OPENAT(name)                                                          \
  EXPORT int name(int directory, const char *path, int flags, ...) {          \
    MODE(mode, flags)                                                         \
    OPENED(directory, path, flags, NEXT(name)(directory, path, flags, mode)); \
  }

OPEN(open)
OPEN(open64)
OPEN(__open)
OPEN(__open64)
OPENAT(openat)
OPENAT(openat64)

/* What fortified callers call; without a mode, since the flags are known not to need one. */

EXPORT int __open_2(const char *path, int flags) {
  OPENED(AT_FDCWD, path, flags, NEXT(__open_2)(path, flags));
}

EXPORT int __open64_2(const char *path, int flags) {
  OPENED(AT_FDCWD, path, flags, NEXT(__open64_2)(path, flags));
}

EXPORT int __openat_2(int directory, const char *path, int flags) {
  OPENED(directory, path, flags, NEXT(__openat_2)(directory, path, flags));
}

EXPORT int __openat64_2(int directory, const char *path, int flags) {
  OPENED(directory, path, flags, NEXT(__openat64_2)(directory, path, flags));
}

/* The first member of `how` is the flags; whether it can be read the call will tell, so writing is
 * reported after it. */
EXPORT int openat2(int directory, const char *path, struct open_how *how, size_t size) {
  const int answer = NEXT(openat2)(directory, path, how, size);
  const int error = ERROR_OF(answer);
  if (answer >= 0 || error == ENOENT) {
    opening_end(opening_begin(directory, path, (int)*(const uint64_t *)how), directory, path, error,
                answer);
  }
  return answer;
}

EXPORT int creat(const char *path, mode_t mode) {
  OPENED(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, NEXT(creat)(path, mode));
}

EXPORT int creat64(const char *path, mode_t mode) {
  OPENED(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, NEXT(creat64)(path, mode));
}

EXPORT int truncate(const char *path, off_t length) {
  OPENED(AT_FDCWD, path, O_WRONLY, NEXT(truncate)(path, length));
}

EXPORT int truncate64(const char *path, off64_t length) {
  OPENED(AT_FDCWD, path, O_WRONLY, NEXT(truncate64)(path, length));
}

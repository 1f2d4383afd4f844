/*
 * Attributes changed, by path and by descriptor.
 */
#define _GNU_SOURCE
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <utime.h>

#include "observer.h"

/* Without a path the directory's descriptor itself is meant. */
static struct record *begin(int directory, const char *path) {
  return wants(KIND_WRITE) ? begin_path(KIND_WRITE, WRITE_ATTRIBUTES, directory, path) : NULL;
}

#define BY_PATH(name, directory, parameters, arguments) \
  EXPORT int name parameters {                          \
    struct record *record = begin((directory), path);   \
    const int answer = NEXT(name) arguments;            \
    finish(record, ERROR_OF(answer));                   \
    return answer;                                      \
  }

#define BY_DESCRIPTOR(name, parameters, arguments)                                 \
  EXPORT int name parameters {                                                     \
    const int answer = NEXT(name) arguments;                                       \
    if (wants(KIND_WRITE)) {                                                       \
      note_descriptor(KIND_WRITE, WRITE_ATTRIBUTES, descriptor, ERROR_OF(answer)); \
    }                                                                              \
    return answer;                                                                 \
  }

BY_PATH(chmod, AT_FDCWD, (const char *path, mode_t mode), (path, mode))
BY_PATH(lchmod, AT_FDCWD, (const char *path, mode_t mode), (path, mode))
BY_PATH(fchmodat, directory, (int directory, const char *path, mode_t mode, int flags),
        (directory, path, mode, flags))
BY_PATH(chown, AT_FDCWD, (const char *path, uid_t owner, gid_t group), (path, owner, group))
BY_PATH(lchown, AT_FDCWD, (const char *path, uid_t owner, gid_t group), (path, owner, group))
BY_PATH(fchownat, directory, (int directory, const char *path, uid_t owner, gid_t group, int flags),
        (directory, path, owner, group, flags))
BY_PATH(utime, AT_FDCWD, (const char *path, const struct utimbuf *times), (path, times))
BY_PATH(utimes, AT_FDCWD, (const char *path, const struct timeval times[2]), (path, times))
BY_PATH(lutimes, AT_FDCWD, (const char *path, const struct timeval times[2]), (path, times))
BY_PATH(setxattr, AT_FDCWD,
        (const char *path, const char *name, const void *value, size_t size, int flags),
        (path, name, value, size, flags))
BY_PATH(lsetxattr, AT_FDCWD,
        (const char *path, const char *name, const void *value, size_t size, int flags),
        (path, name, value, size, flags))
BY_PATH(removexattr, AT_FDCWD, (const char *path, const char *name), (path, name))
BY_PATH(lremovexattr, AT_FDCWD, (const char *path, const char *name), (path, name))

BY_DESCRIPTOR(fchmod, (int descriptor, mode_t mode), (descriptor, mode))
BY_DESCRIPTOR(fchown, (int descriptor, uid_t owner, gid_t group), (descriptor, owner, group))
BY_DESCRIPTOR(futimes, (int descriptor, const struct timeval times[2]), (descriptor, times))
BY_DESCRIPTOR(futimens, (int descriptor, const struct timespec times[2]), (descriptor, times))
BY_DESCRIPTOR(fsetxattr,
              (int descriptor, const char *name, const void *value, size_t size, int flags),
              (descriptor, name, value, size, flags))
BY_DESCRIPTOR(fremovexattr, (int descriptor, const char *name), (descriptor, name))

/* Both take NULL for the descriptor itself. */

EXPORT int utimensat(int descriptor, const char *path, const struct timespec times[2], int flags) {
  struct record *record = begin(descriptor, path);
  const int answer = NEXT(utimensat)(descriptor, path, times, flags);
  if (!path && wants(KIND_WRITE)) {
    note_descriptor(KIND_WRITE, WRITE_ATTRIBUTES, descriptor, ERROR_OF(answer));
  }
  finish(record, ERROR_OF(answer));
  return answer;
}

EXPORT int futimesat(int descriptor, const char *path, const struct timeval times[2]) {
  struct record *record = begin(descriptor, path);
  const int answer = NEXT(futimesat)(descriptor, path, times);
  if (!path && wants(KIND_WRITE)) {
    note_descriptor(KIND_WRITE, WRITE_ATTRIBUTES, descriptor, ERROR_OF(answer));
  }
  finish(record, ERROR_OF(answer));
  return answer;
}

/*
 * Paths asked about.
 */
#define _GNU_SOURCE
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "observer.h"

int __xstat(int version, const char *path, struct stat *status);
int __xstat64(int version, const char *path, struct stat64 *status);
int __lxstat(int version, const char *path, struct stat *status);
int __lxstat64(int version, const char *path, struct stat64 *status);
int __fxstatat(int version, int directory, const char *path, struct stat *status, int flags);
int __fxstatat64(int version, int directory, const char *path, struct stat64 *status, int flags);

/* A probe of the working directory's paths: the wrapper's parameters, and how it hands them on. */
#define PROBE(type, name, flags, parameters, arguments)             \
  EXPORT type name parameters {                                     \
    const type answer = NEXT(name) arguments;                       \
    NOTE_PATH(KIND_PROBE, flags, AT_FDCWD, path, ERROR_OF(answer)); \
    return answer;                                                  \
  }

#define UNFOLLOWED(flags) ((flags)&AT_SYMLINK_NOFOLLOW ? PROBE_UNFOLLOWED : 0)

#define PROBE_AT(name, parameters, arguments)                                    \
  EXPORT int name parameters {                                                   \
    const int answer = NEXT(name) arguments;                                     \
    NOTE_PATH(KIND_PROBE, UNFOLLOWED(flags), directory, path, ERROR_OF(answer)); \
    return answer;                                                               \
  }

PROBE(int, stat, 0, (const char *path, struct stat *status), (path, status))
PROBE(int, stat64, 0, (const char *path, struct stat64 *status), (path, status))
PROBE(int, lstat, PROBE_UNFOLLOWED, (const char *path, struct stat *status), (path, status))
PROBE(int, lstat64, PROBE_UNFOLLOWED, (const char *path, struct stat64 *status), (path, status))
PROBE_AT(fstatat, (int directory, const char *path, struct stat *status, int flags),
         (directory, path, status, flags))
PROBE_AT(fstatat64, (int directory, const char *path, struct stat64 *status, int flags),
         (directory, path, status, flags))
PROBE_AT(statx,
         (int directory, const char *path, int flags, unsigned int mask, struct statx *status),
         (directory, path, flags, mask, status))

/* The names of the stat family before glibc 2.33. */

PROBE(int, __xstat, 0, (int version, const char *path, struct stat *status),
      (version, path, status))
PROBE(int, __xstat64, 0, (int version, const char *path, struct stat64 *status),
      (version, path, status))
PROBE(int, __lxstat, PROBE_UNFOLLOWED, (int version, const char *path, struct stat *status),
      (version, path, status))
PROBE(int, __lxstat64, PROBE_UNFOLLOWED, (int version, const char *path, struct stat64 *status),
      (version, path, status))
PROBE_AT(__fxstatat, (int version, int directory, const char *path, struct stat *status, int flags),
         (version, directory, path, status, flags))
PROBE_AT(__fxstatat64,
         (int version, int directory, const char *path, struct stat64 *status, int flags),
         (version, directory, path, status, flags))

PROBE(int, access, 0, (const char *path, int mode), (path, mode))
PROBE(int, eaccess, 0, (const char *path, int mode), (path, mode))
PROBE(int, euidaccess, 0, (const char *path, int mode), (path, mode))
PROBE_AT(faccessat, (int directory, const char *path, int mode, int flags),
         (directory, path, mode, flags))
PROBE(int, statfs, 0, (const char *path, struct statfs *status), (path, status))
PROBE(int, statfs64, 0, (const char *path, struct statfs64 *status), (path, status))
PROBE(int, statvfs, 0, (const char *path, struct statvfs *status), (path, status))
PROBE(int, statvfs64, 0, (const char *path, struct statvfs64 *status), (path, status))
PROBE(ssize_t, getxattr, 0, (const char *path, const char *name, void *value, size_t size),
      (path, name, value, size))
PROBE(ssize_t, lgetxattr, PROBE_UNFOLLOWED,
      (const char *path, const char *name, void *value, size_t size), (path, name, value, size))
PROBE(ssize_t, listxattr, 0, (const char *path, char *list, size_t size), (path, list, size))
PROBE(ssize_t, llistxattr, PROBE_UNFOLLOWED, (const char *path, char *list, size_t size),
      (path, list, size))

/* -1 without an errno is an answer here: there is no limit. */
EXPORT long pathconf(const char *path, int name) {
  const int before = errno;
  errno = 0;
  const long answer = NEXT(pathconf)(path, name);
  NOTE_PATH(KIND_PROBE, 0, AT_FDCWD, path, ERROR_OF(answer));
  if (!errno) errno = before;
  return answer;
}

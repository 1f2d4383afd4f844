/*
 * Names made, removed and moved.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "observer.h"

int __xmknod(int version, const char *path, mode_t mode, dev_t *device);
int __xmknodat(int version, int directory, const char *path, mode_t mode, dev_t *device);

#define CHANGE(name, flags, directory, parameters, arguments)                          \
  EXPORT int name parameters {                                                         \
    struct record *record =                                                            \
        wants(KIND_WRITE) ? begin_path(KIND_WRITE, (flags), (directory), path) : NULL; \
    const int answer = NEXT(name) arguments;                                           \
    finish(record, ERROR_OF(answer));                                                  \
    return answer;                                                                     \
  }

CHANGE(unlink, WRITE_REMOVED, AT_FDCWD, (const char *path), (path))
CHANGE(unlinkat, WRITE_REMOVED, directory, (int directory, const char *path, int flags),
       (directory, path, flags))
CHANGE(remove, WRITE_REMOVED, AT_FDCWD, (const char *path), (path))
CHANGE(rmdir, WRITE_REMOVED, AT_FDCWD, (const char *path), (path))
CHANGE(mkdir, WRITE_DIRECTORY, AT_FDCWD, (const char *path, mode_t mode), (path, mode))
CHANGE(mkdirat, WRITE_DIRECTORY, directory, (int directory, const char *path, mode_t mode),
       (directory, path, mode))
CHANGE(mkfifo, 0, AT_FDCWD, (const char *path, mode_t mode), (path, mode))
CHANGE(mkfifoat, 0, directory, (int directory, const char *path, mode_t mode),
       (directory, path, mode))
CHANGE(mknod, 0, AT_FDCWD, (const char *path, mode_t mode, dev_t device), (path, mode, device))
CHANGE(mknodat, 0, directory, (int directory, const char *path, mode_t mode, dev_t device),
       (directory, path, mode, device))
CHANGE(__xmknod, 0, AT_FDCWD, (int version, const char *path, mode_t mode, dev_t *device),
       (version, path, mode, device))
CHANGE(__xmknodat, 0, directory,
       (int version, int directory, const char *path, mode_t mode, dev_t *device),
       (version, directory, path, mode, device))

#define PAIR(name, flags, old_directory, old, new_directory, new, parameters, arguments)         \
  EXPORT int name parameters {                                                                   \
    struct record *record =                                                                      \
        wants(KIND_RENAME) ? begin_pair((flags), (old_directory), (old), (new_directory), (new)) \
                           : NULL;                                                               \
    const int answer = NEXT(name) arguments;                                                     \
    finish(record, ERROR_OF(answer));                                                            \
    return answer;                                                                               \
  }

PAIR(rename, 0, AT_FDCWD, from, AT_FDCWD, to, (const char *from, const char *to), (from, to))
PAIR(renameat, 0, old, from, new, to, (int old, const char *from, int new, const char *to),
     (old, from, new, to))
PAIR(renameat2, 0, old, from, new, to,
     (int old, const char *from, int new, const char *to, unsigned int flags),
     (old, from, new, to, flags))
PAIR(link, RENAME_HARD_LINK, AT_FDCWD, from, AT_FDCWD, to, (const char *from, const char *to),
     (from, to))
PAIR(linkat, RENAME_HARD_LINK, old, from, new, to,
     (int old, const char *from, int new, const char *to, int flags), (old, from, new, to, flags))
PAIR(symlink, RENAME_SYMBOLIC_LINK, AT_FDCWD, text, AT_FDCWD, to,
     (const char *text, const char *to), (text, to))
PAIR(symlinkat, RENAME_SYMBOLIC_LINK, AT_FDCWD, text, new, to,
     (const char *text, int new, const char *to), (text, new, to))

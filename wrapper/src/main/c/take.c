#include "take.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { NO_REPLACE = 1 }; /* RENAME_NOREPLACE, which not all headers have */

static bool directory_of(const char *path, char directory[PATH_MAX]) {
  const char *slash = strrchr(path, '/');
  int length = slash == NULL ? 0 : (int)(slash - path) + 1;
  length = snprintf(directory, PATH_MAX, "%.*s.", length, path);
  return length > 0 && length < PATH_MAX;
}

static bool has_attribute(const char *path, const char *name) {
  return getxattr(path, name, NULL, 0) >= 0 || (errno != ENODATA && errno != ENOTSUP);
}

/* A new file may be no longer than this. */
static bool is_allowed(uint64_t length) {
  struct rlimit limit;
  return getrlimit(RLIMIT_FSIZE, &limit) == 0 && length <= limit.rlim_cur;
}

bool can_take(const char *file, uint64_t length, const char *path) {
  char directory[PATH_MAX];
  struct stat source;
  struct stat target;
  if (!directory_of(path, directory) || lstat(file, &source) != 0 ||
      stat(directory, &target) != 0) {
    return false;
  }
  bool is_ours = S_ISREG(source.st_mode) && source.st_nlink == 1 && source.st_uid == geteuid() &&
                 (uint64_t)source.st_size == length;
  bool has_our_group = (target.st_mode & S_ISGID) == 0 && source.st_gid == getegid();
  /* What a file gets from its directory when it is made, and does not when it is moved there. */
  return is_ours && has_our_group && source.st_dev == target.st_dev && is_allowed(length) &&
         !has_attribute(directory, "system.posix_acl_default") &&
         !has_attribute(file, "security.selinux");
}

static int make_new(const char *file, mode_t mode) {
  int descriptor = open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return errno;
  int error = fchmod(descriptor, mode) == 0 && futimens(descriptor, NULL) == 0 ? 0 : errno;
  close(descriptor);
  return error;
}

int take_file(const char *file, const char *path, mode_t mode) {
  int error = make_new(file, mode);
  if (error != 0) return error;
  return syscall(SYS_renameat2, AT_FDCWD, file, AT_FDCWD, path, NO_REPLACE) == 0 ? 0 : errno;
}

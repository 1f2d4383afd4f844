#include "take.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "directory.h"

enum { NO_REPLACE = 1 }; /* RENAME_NOREPLACE, which not all headers have */

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

int take_file(const char *file, const char *path, mode_t mode) {
  if (chmod(file, mode) != 0) return errno;
  if (utimensat(AT_FDCWD, file, NULL, AT_SYMLINK_NOFOLLOW) != 0) return errno;
  return syscall(SYS_renameat2, AT_FDCWD, file, AT_FDCWD, path, NO_REPLACE) == 0 ? 0 : errno;
}

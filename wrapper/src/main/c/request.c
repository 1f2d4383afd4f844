#include "request.h"

#include <limits.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { STDOUT_TERMINAL = 1, STDERR_TERMINAL = 2, NULL_INPUT = 4 };

static mode_t current_umask(void) {
  mode_t mask = umask(077);
  umask(mask);
  return mask;
}

/* libc's getcwd would spell out a name for a directory that the kernel says is unreachable. */
static const char *working_directory(void) {
  static char path[PATH_MAX];
  return syscall(SYS_getcwd, path, sizeof path) > 0 && path[0] == '/' ? path : "";
}

static bool has_null_input(void) {
  struct stat input;
  return fstat(0, &input) == 0 && S_ISCHR(input.st_mode) && input.st_rdev == makedev(1, 3);
}

static uint8_t streams(void) {
  return (uint8_t)((isatty(1) ? STDOUT_TERMINAL : 0) | (isatty(2) ? STDERR_TERMINAL : 0) |
                   (has_null_input() ? NULL_INPUT : 0));
}

bool compose_request(struct bytes *request, enum request_kind kind, const char *program,
                     char **argv) {
  struct stat mounts = {0};
  struct stat root = {0};
  stat("/proc/self/ns/mnt", &mounts);
  stat("/", &root);
  size_t begun = begin_frame(request, REQUEST);
  bytes_put_u16(request, PROTOCOL_VERSION);
  bytes_put_u8(request, (uint8_t)kind);
  bytes_put_u8(request, streams());
  bytes_put_u32(request, current_umask());
  bytes_put_u32(request, (uint32_t)getpid());
  bytes_put_u64(request, mounts.st_ino);
  bytes_put_u64(request, root.st_dev);
  bytes_put_u64(request, root.st_ino);
  bytes_put_string(request, working_directory());
  bytes_put_string(request, program);
  bytes_put_strings(request, argv);
  bytes_put_strings(request, environ);
  return end_frame(request, begun);
}

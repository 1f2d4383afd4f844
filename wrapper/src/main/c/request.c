#include "request.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STDOUT_TERMINAL = 1, STDERR_TERMINAL = 2 };

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

static uint8_t terminals(void) {
  return (uint8_t)((isatty(1) ? STDOUT_TERMINAL : 0) | (isatty(2) ? STDERR_TERMINAL : 0));
}

bool send_request(struct connection *c, enum request_kind kind, const char *program, char **argv) {
  struct stat mounts = {0};
  struct stat root = {0};
  stat("/proc/self/ns/mnt", &mounts);
  stat("/", &root);
  struct bytes message = {0};
  size_t begun = begin_frame(&message, REQUEST);
  bytes_put_u16(&message, PROTOCOL_VERSION);
  bytes_put_u8(&message, (uint8_t)kind);
  bytes_put_u8(&message, terminals());
  bytes_put_u32(&message, current_umask());
  bytes_put_u32(&message, (uint32_t)getpid());
  bytes_put_u64(&message, mounts.st_ino);
  bytes_put_u64(&message, root.st_dev);
  bytes_put_u64(&message, root.st_ino);
  bytes_put_string(&message, working_directory());
  bytes_put_string(&message, program);
  bytes_put_strings(&message, argv);
  bytes_put_strings(&message, environ);
  bool sent = end_frame(&message, begun) && send_patiently(c, &message);
  free(message.data);
  return sent;
}

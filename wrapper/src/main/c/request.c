#include "request.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "input.h"

enum { STDOUT_TERMINAL = 1, STDERR_TERMINAL = 2, INPUT_KNOWN = 4 };

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

/* The width that some compilers lay their diagnostics out for, though they go to a pipe. */
static uint16_t terminal_columns(void) {
  struct winsize size = {0};
  const int terminal = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0) return 0;
  ioctl(terminal, TIOCGWINSZ, &size);
  close(terminal);
  return size.ws_col;
}

bool compose_request(struct bytes *request, enum request_kind kind, const char *program,
                     char **argv) {
  struct stat mounts = {0};
  struct stat root = {0};
  stat("/proc/self/ns/mnt", &mounts);
  stat("/", &root);
  struct bytes input = {0};
  const bool input_known = peek_input(argv, &input);
  size_t begun = begin_frame(request, REQUEST);
  bytes_put_u16(request, PROTOCOL_VERSION);
  bytes_put_u8(request, (uint8_t)kind);
  bytes_put_u8(request, terminals() | (input_known ? INPUT_KNOWN : 0));
  bytes_put_u32(request, current_umask());
  bytes_put_u32(request, (uint32_t)getpid());
  bytes_put_u64(request, mounts.st_ino);
  bytes_put_u64(request, root.st_dev);
  bytes_put_u64(request, root.st_ino);
  bytes_put_string(request, working_directory());
  bytes_put_string(request, program);
  bytes_put_strings(request, argv);
  bytes_put_strings(request, environ);
  bytes_put_u16(request, terminal_columns());
  bytes_put_u32(request, input_known ? (uint32_t)input.length : 0);
  if (input_known) bytes_put(request, input.data, input.length);
  free(input.data);
  return end_frame(request, begun);
}

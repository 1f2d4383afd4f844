#include "request.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "input.h"
#include "xxh3.h"

/* The process's number stands behind the frame's header, version, kind, flags and umask. */
enum { PID_AT = FRAME_HEADER + 2 + 1 + 1 + 4, PID_LENGTH = 4 };

enum { STDOUT_TERMINAL = 1, STDERR_TERMINAL = 2, INPUT_KNOWN = 4 };

mode_t current_umask(void) {
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

/* What differs from one call to the next, or from one shell to another, and is no matter to a
 * compiler; the daemon leaves no standing answer that rests on one of them. */
static bool is_passing(const char *entry) {
  static const char *const names[] = {
      "_=", "SHLVL=", "OLDPWD=", "MAKEFLAGS=", "MFLAGS=", "MAKELEVEL="};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strncmp(entry, names[i], strlen(names[i])) == 0) return true;
  }
  return false;
}

/*
 * A fingerprint of all that a request says, but who asks and what is passing: requests with one key
 * are answered alike, as long as all that the answer rests on is the same.
 */
static void put_key(struct bytes *request, size_t variables, size_t behind_variables) {
  if (request->failed) return;
  XXH3_state_t state;
  const unsigned char *data = request->data;
  XXH3_128bits_reset(&state);
  XXH3_128bits_update(&state, data + FRAME_HEADER, PID_AT - FRAME_HEADER);
  XXH3_128bits_update(&state, data + PID_AT + PID_LENGTH, variables - PID_AT - PID_LENGTH);
  for (char **entry = environ; *entry != NULL; entry++) {
    if (!is_passing(*entry)) XXH3_128bits_update(&state, *entry, strlen(*entry) + 1);
  }
  XXH3_128bits_update(&state, data + behind_variables, request->length - behind_variables);
  XXH128_canonical_t key;
  XXH128_canonicalFromHash(&key, XXH3_128bits_digest(&state));
  _Static_assert(sizeof key.digest == REQUEST_KEY, "the key");
  bytes_put(request, key.digest, sizeof key.digest);
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
  size_t variables = request->length;
  bytes_put_strings(request, environ);
  size_t behind_variables = request->length;
  bytes_put_u16(request, terminal_columns());
  bytes_put_u32(request, input_known ? (uint32_t)input.length : 0);
  if (input_known) bytes_put(request, input.data, input.length);
  free(input.data);
  put_key(request, variables, behind_variables);
  return end_frame(request, begun);
}

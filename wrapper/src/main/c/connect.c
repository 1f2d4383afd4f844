#include "connect.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "descriptor.h"

/* With the queue of a busy (or stopped) daemon full: waits for room, but not for ever. */
static int connect_patiently(int s, const struct sockaddr_un *address, int patience_ms) {
  struct timeval patience = {.tv_sec = patience_ms / 1000, .tv_usec = patience_ms % 1000 * 1000};
  int flags = fcntl(s, F_GETFL);
  if (setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) != 0 ||
      fcntl(s, F_SETFL, flags & ~O_NONBLOCK) != 0) {
    return -1;
  }
  int connected = connect(s, (const struct sockaddr *)address, sizeof *address);
  int error = errno;
  fcntl(s, F_SETFL, flags);
  errno = error;
  return connected;
}

static int connect_to(const struct sockaddr_un *address, int patience_ms) {
  int s = above_standard(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (s < 0) return -1;
  int connected = connect(s, (const struct sockaddr *)address, sizeof *address);
  if (connected != 0 && errno == EAGAIN) connected = connect_patiently(s, address, patience_ms);
  if (connected == 0) return s;
  int error = errno;
  close(s);
  errno = error;
  return -1;
}

int connect_daemon(const struct runtime *runtime, int patience_ms) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t size = sizeof address.sun_path;
  int length = snprintf(address.sun_path, size, "%s/%s", runtime->directory, runtime->socket);
  if (length >= 0 && (size_t)length < size) return connect_to(&address, patience_ms);
  int directory = runtime_open(runtime);
  if (directory < 0) return -1;
  snprintf(address.sun_path, size, "/proc/self/fd/%d/%s", directory, runtime->socket);
  int s = connect_to(&address, patience_ms);
  int error = errno;
  close(directory);
  errno = error;
  return s;
}

bool nobody_listens(int error) {
  return error == ENOENT || error == ECONNREFUSED;
}

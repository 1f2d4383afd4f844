#include "descriptor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436 /* on every architecture */
#endif

int above_standard(int descriptor) {
  if (descriptor < 0 || descriptor > 2) return descriptor;
  int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  int error = errno;
  close(descriptor);
  errno = error;
  return moved;
}

bool is_open(int descriptor) {
  return fcntl(descriptor, F_GETFD) >= 0;
}

int write_all(int descriptor, const void *data, size_t length) {
  const char *rest = data;
  while (length > 0) {
    ssize_t written = write(descriptor, rest, length);
    if (written >= 0) {
      rest += written;
      length -= (size_t)written;
    } else if (errno == EAGAIN) {
      struct pollfd room = {.fd = descriptor, .events = POLLOUT};
      poll(&room, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

/* For kernels before 5.9. */
static void close_each(int first, int last) {
  DIR *open_files = opendir("/proc/self/fd");
  if (open_files == NULL) {
    for (int i = first; i <= last && i < 1024; i++) close(i);
    return;
  }
  struct dirent *entry;
  while ((entry = readdir(open_files)) != NULL) {
    int descriptor = atoi(entry->d_name);
    if (descriptor >= first && descriptor <= last && descriptor != dirfd(open_files)) {
      close(descriptor);
    }
  }
  closedir(open_files);
}

static void close_between(int first, int last) {
  if (first > last) return;
  if (syscall(SYS_close_range, first, last, 0) != 0) close_each(first, last);
}

void close_others(int first, int kept, int kept_too) {
  int low = kept < kept_too ? kept : kept_too;
  int high = kept < kept_too ? kept_too : kept;
  if (low >= first) {
    close_between(first, low - 1);
    first = low + 1;
  }
  if (high >= first) {
    close_between(first, high - 1);
    first = high + 1;
  }
  close_between(first, INT_MAX);
}

void silence_standard(void) {
  int nothing = open("/dev/null", O_RDWR);
  if (nothing < 0) return;
  for (int i = 0; i < 3; i++) {
    if (i != nothing) dup2(nothing, i);
  }
  if (nothing > 2) close(nothing);
}

#include "input.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { MOST = 64 << 10, PATIENCE_MS = 50 };

static bool reads_source(char *const *argv) {
  for (size_t i = 1; argv[0] && argv[i]; i++) {
    if (!strcmp(argv[i], "-")) return true;
  }
  return false;
}

static bool peek_file(size_t size, struct bytes *content) {
  const off_t begin = lseek(0, 0, SEEK_CUR);
  if (begin < 0 || (size_t)begin > size || size - (size_t)begin > MOST) return false;
  const size_t length = size - (size_t)begin;
  if (!bytes_reserve(content, length)) return false;
  if (pread(0, content->data, length, begin) != (ssize_t)length) return false;
  content->length = length;
  return true;
}

/* tee(2) copies what is in a pipe and leaves it there. */
static bool copy_pipe(size_t length, struct bytes *content) {
  int copy[2];
  if (!length) return true;
  if (!bytes_reserve(content, length) || pipe2(copy, O_CLOEXEC | O_NONBLOCK) != 0) return false;
  const bool copied = tee(0, copy[1], length, SPLICE_F_NONBLOCK) == (ssize_t)length &&
                      read(copy[0], content->data, length) == (ssize_t)length;
  close(copy[0]);
  close(copy[1]);
  if (copied) content->length = length;
  return copied;
}

/* Only when nobody can write any more is all of it there. */
static bool peek_pipe(struct bytes *content) {
  struct pollfd input = {.fd = 0, .events = 0};
  int length = 0;
  return poll(&input, 1, PATIENCE_MS) == 1 && (input.revents & POLLHUP) &&
         ioctl(0, FIONREAD, &length) == 0 && length <= MOST && copy_pipe((size_t)length, content);
}

bool peek_input(char *const *argv, struct bytes *content) {
  struct stat input;
  if (fstat(0, &input) != 0) return false;
  if (S_ISCHR(input.st_mode) && input.st_rdev == makedev(1, 3)) return true;
  if (!reads_source(argv)) return false;
  if (S_ISREG(input.st_mode)) return peek_file((size_t)input.st_size, content);
  return S_ISFIFO(input.st_mode) && peek_pipe(content);
}

#include "copy.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/types.h>
#include <unistd.h>

#include "descriptor.h"
#include "xxh3.h"

/* What remains to be copied; each way of copying takes up where the one before it gave up. */
struct part {
  int from;
  int to;
  off_t offset;
  uint64_t left;
  XXH3_state_t *sum; /* of what is copied by reading; or NULL */
};

enum { PIECE = 1 << 30, PIECE_READ = 128 << 10 };

/* What a kernel says that can not copy this way between these two files. */
static int unsupported(int error) {
  return error == EXDEV || error == EINVAL || error == ENOSYS || error == EOPNOTSUPP ||
         error == EPERM;
}

/* One call; the number of bytes, 0 at the end of the file, -1 with errno. */
typedef ssize_t one_call(struct part *part, size_t most);

static ssize_t by_range(struct part *part, size_t most) {
  return copy_file_range(part->from, &part->offset, part->to, NULL, most, 0);
}

static ssize_t by_sendfile(struct part *part, size_t most) {
  return sendfile(part->to, part->from, &part->offset, most);
}

/* A piece is small enough to be summed up and written while it lies in the processor's cache. */
static ssize_t by_reading(struct part *part, size_t most) {
  static char piece[PIECE_READ];
  ssize_t n = pread(part->from, piece, most < sizeof piece ? most : sizeof piece, part->offset);
  if (n <= 0) return n;
  if (part->sum != NULL) XXH3_64bits_update(part->sum, piece, (size_t)n);
  int error = write_all(part->to, piece, (size_t)n);
  if (error != 0) {
    errno = error;
    return -1;
  }
  part->offset += n;
  return n;
}

static int copy(struct part *part, one_call *call) {
  while (part->left > 0) {
    ssize_t n = call(part, part->left < PIECE ? (size_t)part->left : PIECE);
    if (n == 0) return EIO;
    if (n > 0) {
      part->left -= (uint64_t)n;
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

static int open_source(const char *file) {
  return open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
}

static int open_part(const char *file, uint64_t offset, uint64_t length, struct part *part) {
  if (offset > INT64_MAX || length > INT64_MAX - offset) return EINVAL;
  part->offset = (off_t)offset;
  part->left = length;
  part->from = open_source(file);
  return part->from < 0 ? errno : 0;
}

int copy_checked(const char *file, uint64_t offset, uint64_t length, uint64_t checksum, int to) {
  XXH3_state_t sum;
  XXH3_64bits_reset(&sum);
  struct part part = {.to = to, .sum = &sum};
  int error = open_part(file, offset, length, &part);
  if (error != 0) return error;
  error = copy(&part, by_reading);
  close(part.from);
  return error == 0 && XXH3_64bits_digest(&sum) != checksum ? EBADMSG : error;
}

int copy_part(const char *file, uint64_t offset, uint64_t length, int to) {
  struct part part = {.to = to};
  int error = open_part(file, offset, length, &part);
  if (error != 0) return error;
  error = copy(&part, by_range);
  /* Some file systems say "nothing more" where they mean "not this way": ask again by reading. */
  if (unsupported(error)) error = copy(&part, by_sendfile);
  if (unsupported(error) || error == EIO) error = copy(&part, by_reading);
  close(part.from);
  return error;
}

#include "standing.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "descriptor.h"
#include "frame.h"
#include "grounds.h"
#include "request.h"
#include "serve.h"
#include "signals.h"
#include "xxh3.h"

enum { CHECKSUM = 8, MOST_BYTES = 8 << 20 };

static const char MAGIC[8] = {'L', 'A', 'R', 'D', 'A', 'N', 'S', '1'};

/* Reads the whole of a small file of the user's own. */
static bool read_file(int directory, const char *name, struct bytes *content) {
  int file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) return false;
  struct stat s;
  bool whole = fstat(file, &s) == 0 && s.st_size > 0 && s.st_size <= MOST_BYTES &&
               bytes_reserve(content, (size_t)s.st_size);
  if (whole) {
    content->length = (size_t)s.st_size;
    whole = read(file, content->data, content->length) == s.st_size;
  }
  close(file);
  return whole;
}

static bool is_whole(struct reader *r) {
  size_t length = (size_t)(r->end - r->at);
  if (length < sizeof MAGIC + CHECKSUM || memcmp(r->at, MAGIC, sizeof MAGIC) != 0) return false;
  r->at += sizeof MAGIC;
  uint64_t checksum = read_u64(r);
  return XXH3_64bits(r->at, (size_t)(r->end - r->at)) == checksum;
}

/* The frames end with EXIT, whose status this finds. */
static bool find_status(struct reader r, size_t *length, uint32_t *status) {
  const unsigned char *begin = r.at;
  while (r.at < r.end) {
    size_t begun = (size_t)(r.at - begin);
    uint32_t frame = read_u32(&r);
    uint8_t type = read_u8(&r);
    if (r.failed || frame == 0 || frame - 1 > (size_t)(r.end - r.at)) return false;
    if (type == EXIT) {
      *length = begun;
      *status = read_u32(&r);
      return !r.failed && r.at == r.end;
    }
    r.at += frame - 1;
  }
  return false;
}

/*
 * One write, so that no other wrapper's note comes in between; where there is no room for it, the
 * hit is not counted.
 */
static void note(int served, const unsigned char key[REQUEST_KEY], int64_t began) {
  struct bytes line = {0};
  bytes_put(&line, key, REQUEST_KEY);
  bytes_put_u64(&line, (uint64_t)nanoseconds(CLOCK_REALTIME));
  bytes_put_u32(&line, (uint32_t)((nanoseconds(CLOCK_MONOTONIC) - began) / 1000));
  if (!line.failed) bytes_put_u32(&line, (uint32_t)XXH3_64bits(line.data, line.length));
  struct end_signals callers;
  hold_ends(&callers); /* the file may be longer than the caller may write */
  ssize_t written = line.failed ? -1 : write(served, line.data, line.length);
  (void)written;
  release_ends(&callers);
  free(line.data);
}

static void serve_from(int directory, int served, const unsigned char key[REQUEST_KEY]) {
  int64_t began = nanoseconds(CLOCK_MONOTONIC);
  char name[2 * REQUEST_KEY + 1];
  for (size_t i = 0; i < REQUEST_KEY; i++) snprintf(name + 2 * i, 3, "%02x", key[i]);
  struct bytes answer = {0};
  struct bytes report = {0};
  if (read_file(directory, name, &answer)) {
    struct reader r = {.at = answer.data, .end = answer.data + answer.length};
    size_t length;
    uint32_t status;
    if (is_whole(&r) && grounds_hold(&r) && find_status(r, &length, &status) &&
        put_outputs(r.at, length, &report)) {
      note(served, key, began);
      print_diagnostics(r.at, length);
      _exit((int)status);
    }
  }
  free(answer.data);
  free(report.data);
}

/* The daemon holds a lock for as long as it lives (Single). */
static bool is_alive(const struct runtime *runtime) {
  char path[PATH_MAX + sizeof runtime->socket + 8];
  snprintf(path, sizeof path, "%s/%s.live", runtime->directory, runtime->socket);
  int file = above_standard(open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
  if (file < 0) return false;
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  bool held = fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close(file);
  return held;
}

void serve_standing(const struct runtime *runtime, const struct bytes *request) {
  char path[PATH_MAX + sizeof runtime->answers + 1];
  snprintf(path, sizeof path, "%s/%s", runtime->directory, runtime->answers);
  int directory = above_standard(open(path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (directory < 0) return;
  int served =
      above_standard(openat(directory, "served", O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC));
  if (served >= 0 && is_alive(runtime)) {
    serve_from(directory, served, request->data + request->length - REQUEST_KEY);
  }
  if (served >= 0) close(served);
  close(directory);
}

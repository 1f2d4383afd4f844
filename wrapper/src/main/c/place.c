#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "connection.h"
#include "copy.h"
#include "descriptor.h"
#include "directory.h"
#include "frame.h"
#include "request.h"
#include "script.h"
#include "take.h"

enum { CONTENT_IN_FRAME = 0, CONTENT_IN_CACHE = 1, CONTENT_CHECKED = 2, CONTENT_SPARE = 3 };

/* In an output's mode: the compiler writes over what is there, which keeps its permission bits. */
enum { KEEPS_PERMISSIONS = 1 << 16 };

/* The same of an assembler, which removes what is there unless it is empty. */
enum { KEEPS_PERMISSIONS_OF_EMPTY = 1 << 18 };

/* In an output's mode: it is a build script, to be called by a launcher of its name. */
enum { LAUNCHED = 1 << 17 };

struct output {
  char *path;
  char *launcher; /* the path that was asked for, if the output goes beside it; else NULL */
  uint32_t mode;
  const unsigned char *content; /* or, if NULL, what follows */
  size_t content_length;
  char *file;
  uint64_t offset;
  uint64_t length;
  bool spare;   /* nobody else needs that file */
  bool taken;   /* so it becomes the output as it is */
  bool checked; /* its XXH3 is held against this, since nobody else has looked at it just now */
  uint64_t checksum;
  bool replaces;            /* something is there already */
  bool writes_over;         /* and the compiler would write over it */
  mode_t replaced_mode;     /* its permission bits */
  int unnamed;              /* open, where the new file has no name yet; else -1 */
  char temporary[PATH_MAX]; /* its name until then, where it can not do without; else empty */
  bool in_place;
  struct stat placed;
};

struct outputs {
  struct output *list;
  size_t count;
};

static int put_beside(struct output *output) {
  char script[PATH_MAX];
  if (!script_beside(output->path, script)) return ENAMETOOLONG;
  output->launcher = output->path;
  output->path = strdup(script);
  return output->path != NULL ? 0 : ENOMEM;
}

static int read_output(const unsigned char *payload, size_t length, struct output *output) {
  struct reader r = {.at = payload, .end = payload + length};
  memset(output, 0, sizeof *output);
  output->unnamed = -1;
  output->path = read_string(&r);
  output->mode = read_u32(&r);
  uint8_t source = read_u8(&r);
  output->spare = source == CONTENT_SPARE;
  switch (source) {
    case CONTENT_IN_FRAME:
      output->content = r.at;
      output->content_length = (size_t)(r.end - r.at);
      break;
    case CONTENT_CHECKED:
      output->checked = true;
      output->checksum = read_u64(&r);
      __attribute__((fallthrough));
    case CONTENT_SPARE:
    case CONTENT_IN_CACHE:
      output->file = read_string(&r);
      output->offset = read_u64(&r);
      output->length = read_u64(&r);
      if (r.at != r.end) r.failed = true;
      break;
    default:
      r.failed = true;
  }
  if (r.failed) return EPROTO;
  return (output->mode & LAUNCHED) != 0 ? put_beside(output) : 0;
}

static int add_output(struct outputs *outputs, const unsigned char *payload, size_t length) {
  struct output *list = realloc(outputs->list, (outputs->count + 1) * sizeof *list);
  if (list == NULL) return ENOMEM;
  outputs->list = list;
  return read_output(payload, length, &list[outputs->count++]);
}

static int read_outputs(const unsigned char *frames, size_t length, struct outputs *outputs) {
  struct reader r = {.at = frames, .end = frames + length};
  while (r.at < r.end) {
    size_t payload_length = read_u32(&r) - 1;
    bool output = read_u8(&r) == OUTPUT;
    if (r.failed || payload_length > (size_t)(r.end - r.at)) return EPROTO;
    int error = output ? add_output(outputs, r.at, payload_length) : 0;
    if (error != 0) return error;
    r.at += payload_length;
  }
  return 0;
}

/*
 * A rename would put a file in the place of whatever is there. The compiler knows what to do with
 * a device or a link, with other names of what it writes over, and with what it may not write, so
 * it shall.
 */
static int examine_target(struct output *output) {
  struct stat target;
  if (lstat(output->path, &target) != 0) return errno == ENOENT ? 0 : errno;
  output->replaces = true;
  output->replaced_mode = target.st_mode & 0777;
  if (!S_ISREG(target.st_mode)) return EEXIST;
  uint32_t writing_over =
      KEEPS_PERMISSIONS | (target.st_size == 0 ? KEEPS_PERMISSIONS_OF_EMPTY : 0);
  output->writes_over = (output->mode & writing_over) != 0;
  if (output->writes_over && target.st_nlink > 1) return EMLINK;
  return (target.st_mode & S_IWUSR) != 0 ? 0 : EACCES;
}

/* Of a file without a name nothing is left behind, whenever this process is killed. */
static int open_unnamed(const struct output *output) {
  char directory[PATH_MAX];
  if (!directory_of(output->path, directory)) return -1;
  return open(directory, O_WRONLY | O_TMPFILE | O_CLOEXEC, (mode_t)(output->mode & 0777));
}

static int open_temporary(struct output *output) {
  static unsigned made;
  for (int attempt = 0; attempt < 100; attempt++) {
    int length = snprintf(output->temporary, sizeof output->temporary, "%.*s.larder-%d-%u.tmp",
                          directory_length(output->path), output->path, (int)getpid(), made++);
    if (length < 0 || (size_t)length >= sizeof output->temporary) break;
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int file = open(output->temporary, flags, (mode_t)(output->mode & 0777));
    if (file >= 0 || errno != EEXIST) {
      if (file < 0) output->temporary[0] = 0;
      return file;
    }
  }
  output->temporary[0] = 0;
  errno = ENAMETOOLONG;
  return -1;
}

static int write_content(const struct output *output, int file) {
  if (output->content != NULL) return write_all(file, output->content, output->content_length);
  if (output->checked) {
    return copy_checked(output->file, output->offset, output->length, output->checksum, file);
  }
  return copy_part(output->file, output->offset, output->length, file);
}

static int write_new(struct output *output) {
  output->unnamed = open_unnamed(output);
  int file = output->unnamed >= 0 ? output->unnamed : open_temporary(output);
  if (file < 0) return errno;
  int error = write_content(output, file);
  if (error == 0 && output->writes_over && fchmod(file, output->replaced_mode) != 0) {
    error = errno;
  }
  if (output->unnamed < 0 && close(file) != 0 && error == 0) error = errno;
  return error;
}

/* What needs no writing has nothing to be prepared, and until it is named nobody has lost it. */
static int prepare(struct output *output) {
  int error = examine_target(output);
  if (error != 0) return error;
  output->taken = output->spare && can_take(output->file, output->length, output->path);
  return output->taken ? 0 : write_new(output);
}

static int take(struct output *output) {
  mode_t mode = (mode_t)(output->mode & 0777) & ~current_umask();
  int error =
      take_file(output->file, output->path, output->writes_over ? output->replaced_mode : mode);
  if (error == 0 || error == EEXIST) return error;
  output->taken = false;
  return write_new(output);
}

static int name_new(struct output *output) {
  if (output->taken) {
    int error = take(output);
    if (error != 0 || output->taken) return error;
  }
  if (output->unnamed < 0) return rename(output->temporary, output->path) == 0 ? 0 : errno;
  char unnamed[32];
  snprintf(unnamed, sizeof unnamed, "/proc/self/fd/%d", output->unnamed);
  if (linkat(AT_FDCWD, unnamed, AT_FDCWD, output->path, AT_SYMLINK_FOLLOW) != 0) return errno;
  close(output->unnamed);
  output->unnamed = -1;
  return 0;
}

/*
 * The old file goes first, as assemblers have it: a rename that replaces makes ext4 and btrfs write
 * the new content to the disk before it returns.
 */
static int put_in_place(struct output *output) {
  int error = EEXIST;
  for (int attempt = 0; error == EEXIST && attempt < 10; attempt++) {
    if (output->replaces && unlink(output->path) != 0 && errno != ENOENT) return errno;
    error = name_new(output);
    output->replaces = true; /* by another build of the same, if it is there again */
  }
  if (error != 0) return error;
  output->temporary[0] = 0;
  output->in_place = true;
  error = output->launcher != NULL ? put_launcher(output->launcher) : 0;
  if (error != 0) return error;
  return lstat(output->path, &output->placed) == 0 ? 0 : errno;
}

/* What was copied is not to take room until somebody sweeps. */
static void drop_spare(const struct outputs *outputs) {
  for (size_t i = 0; i < outputs->count; i++) {
    const struct output *output = &outputs->list[i];
    if (output->spare && !output->taken) unlink(output->file);
  }
}

static int place_all(struct outputs *outputs) {
  int error = 0;
  for (size_t i = 0; i < outputs->count && error == 0; i++) {
    error = prepare(&outputs->list[i]);
  }
  for (size_t i = 0; i < outputs->count && error == 0; i++) {
    error = put_in_place(&outputs->list[i]);
  }
  if (error == 0) drop_spare(outputs);
  return error;
}

static void take_back(struct outputs *outputs) {
  for (size_t i = 0; i < outputs->count; i++) {
    struct output *output = &outputs->list[i];
    if (output->temporary[0] != 0) unlink(output->temporary);
    if (output->unnamed >= 0) close(output->unnamed);
    if (output->in_place) unlink(output->path);
    if (output->in_place && output->launcher != NULL) unlink(output->launcher);
  }
}

static void put_time(struct bytes *report, struct timespec time) {
  bytes_put_u64(report, (uint64_t)(time.tv_sec * 1000000000 + time.tv_nsec));
}

static void put_report(struct bytes *report, int error, const struct outputs *outputs) {
  size_t begun = begin_frame(report, PLACED);
  bytes_put_u8(report, error == 0);
  bytes_put_u32(report, (uint32_t)error);
  for (size_t i = 0; i < outputs->count && error == 0; i++) {
    const struct stat *placed = &outputs->list[i].placed;
    bytes_put_u64(report, placed->st_dev);
    bytes_put_u64(report, placed->st_ino);
    bytes_put_u64(report, (uint64_t)placed->st_size);
    put_time(report, placed->st_mtim);
    put_time(report, placed->st_ctim);
  }
  end_frame(report, begun);
}

bool place_outputs(const unsigned char *frames, size_t length, int error, struct bytes *report) {
  struct outputs outputs = {0};
  if (error == 0) error = read_outputs(frames, length, &outputs);
  if (error == 0) error = place_all(&outputs);
  if (error != 0) take_back(&outputs);
  put_report(report, error, &outputs);
  return error == 0;
}

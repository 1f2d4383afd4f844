/*
 * What a standing answer rests on (docs/PROTOCOL.md, 3): things that the kernel tells about paths,
 * each with a fingerprint of what it told. The daemon makes them, the wrapper (grounds.c) holds
 * them against what is so now.
 */
#ifndef LARDER_GROUND_H
#define LARDER_GROUND_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/stat.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "xxh3.h"

enum ground_kind {
  STATE = 1,         /* which file, and in which state: nobody has written to it */
  PRESENCE = 2,      /* what kind of thing it is; of a file how long, too */
  PERMISSIONS = 3,   /* the lower twelve bits of its mode */
  NAME = 4,          /* the name that all links lead to */
  ABSENCE = 5,       /* nothing is found there; fingerprint 0 */
  EXECUTION = 6,     /* it may be executed; fingerprint 0 */
  NAMES = 7,         /* none of so many names, as the fingerprint says, is in that directory */
  IDENTITY = 8,      /* which file or directory it is, by device, inode and time of birth */
  UNFOLLOWED = 0x80, /* added: of a link the link itself is meant */
};

struct fields {
  int64_t device, inode, mode, size, modified, changed;
};

static inline int64_t stamp_nanoseconds(struct statx_timestamp time) {
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static inline struct fields fields_of(const struct statx *s) {
  return (struct fields){.device = (int64_t)makedev(s->stx_dev_major, s->stx_dev_minor),
                         .inode = (int64_t)s->stx_ino,
                         .mode = s->stx_mode,
                         .size = (int64_t)s->stx_size,
                         .modified = stamp_nanoseconds(s->stx_mtime),
                         .changed = stamp_nanoseconds(s->stx_ctime)};
}

static inline uint64_t fingerprint_of_fields(enum ground_kind kind, const struct fields *found) {
  int64_t told[2] = {found->mode & 07777, 0};
  if (kind == STATE) return XXH3_64bits(found, sizeof *found);
  if (kind == PRESENCE) {
    told[0] = found->mode & S_IFMT;
    told[1] = S_ISREG(found->mode) ? found->size : 0;
  }
  return XXH3_64bits(told, sizeof told);
}

enum { IDENTIFYING = STATX_BASIC_STATS | STATX_BTIME };

/* The number of an inode is given again when it is free. */
static inline uint64_t fingerprint_of_identity(const struct statx *s) {
  bool born = (s->stx_mask & STATX_BTIME) != 0;
  int64_t told[4] = {(int64_t)makedev(s->stx_dev_major, s->stx_dev_minor), (int64_t)s->stx_ino,
                     s->stx_mode & S_IFMT, born ? stamp_nanoseconds(s->stx_btime) : 0};
  return XXH3_64bits(told, sizeof told);
}

/* The name that all links lead to, without a NUL: its length, or the errno negated. */
static inline ssize_t canonical_name(const char *path, char name[PATH_MAX]) {
  int descriptor = open(path, O_PATH | O_CLOEXEC);
  if (descriptor < 0) return -errno;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, name, PATH_MAX);
  if (length < 0) length = -errno;
  close(descriptor);
  return length;
}

#endif

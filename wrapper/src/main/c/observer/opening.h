/*
 * Opening a file: to read it (reported after the call) or to write it (reported before and after).
 */
#ifndef LARDER_OBSERVER_OPENING_H
#define LARDER_OBSERVER_OPENING_H

#include "observer.h"

struct opening {
  enum kind kind;
  int flags;
  struct record *record;
};

static inline struct opening opening_begin(int directory, const char *path, int flags) {
  struct opening opening = {KIND_OPEN, 0, NULL};
  if (flags & O_PATH || (flags & O_TMPFILE) == O_TMPFILE) {
    opening.kind = KIND_PROBE;
    opening.flags = flags & O_NOFOLLOW ? PROBE_UNFOLLOWED : 0;
  } else if ((flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC)) {
    opening.kind = KIND_WRITE;
    if ((flags & O_ACCMODE) != O_WRONLY) opening.flags |= WRITE_READ_TOO;
    if (!(flags & O_TRUNC) && (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL)) {
      opening.flags |= WRITE_KEPT;
    }
    if (wants(KIND_WRITE)) opening.record = begin_path(KIND_WRITE, opening.flags, directory, path);
  }
  return opening;
}

/* `opened` is the descriptor, where there is one. */
static inline void opening_end(struct opening opening, int directory, const char *path, int error,
                               int opened) {
  if (opening.kind == KIND_WRITE) {
    finish(opening.record, error);
  } else if (opening.kind == KIND_OPEN && error == 0) {
    if (wants(KIND_OPEN)) note_opened(directory, path, opened);
  } else {
    NOTE_PATH(opening.kind, opening.flags, directory, path, error);
  }
}

#endif

/*
 * Files opened by stdio, and temporary files: libc opens them without a call that could be seen.
 */
#define _GNU_SOURCE
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>

#include "opening.h"

/* The flags that stand for an fopen mode such as `r+e` or `w,ccs=UTF-8`. */
static int flags_of(const char *mode) {
  int flags = O_RDONLY;
  if (!mode) return flags;
  if (*mode == 'w') flags = O_WRONLY | O_CREAT | O_TRUNC;
  if (*mode == 'a') flags = O_WRONLY | O_CREAT | O_APPEND;
  for (const char *letter = mode; *letter && *letter != ','; letter++) {
    if (*letter == '+') flags = (flags & ~O_ACCMODE) | O_RDWR;
    if (*letter == 'x') flags |= O_EXCL;
  }
  return flags;
}

#define FILE_ERROR(stream) ((stream) ? 0 : errno)
#define FILE_NUMBER(stream) ((stream) ? fileno(stream) : -1)

#define FOPEN(name)                                                                \
  EXPORT FILE *name(const char *path, const char *mode) {                          \
    const struct opening opening = opening_begin(AT_FDCWD, path, flags_of(mode));  \
    FILE *stream = NEXT(name)(path, mode);                                         \
    opening_end(opening, AT_FDCWD, path, FILE_ERROR(stream), FILE_NUMBER(stream)); \
    return stream;                                                                 \
  }

FOPEN(fopen)
FOPEN(fopen64)
FOPEN(setmntent)

/* Without a path it reopens the stream's own file in another mode. */
#define FREOPEN(name)                                                              \
  EXPORT FILE *name(const char *path, const char *mode, FILE *old) {               \
    const struct opening opening = opening_begin(AT_FDCWD, path, flags_of(mode));  \
    FILE *stream = NEXT(name)(path, mode, old);                                    \
    opening_end(opening, AT_FDCWD, path, FILE_ERROR(stream), FILE_NUMBER(stream)); \
    return stream;                                                                 \
  }

FREOPEN(freopen)
FREOPEN(freopen64)

/* A file without a name; what can be said is that its directory was asked for. */
EXPORT FILE *tmpfile(void) {
  FILE *stream = NEXT(tmpfile)();
  NOTE_PATH(KIND_PROBE, 0, AT_FDCWD, P_tmpdir, FILE_ERROR(stream));
  return stream;
}

EXPORT FILE *tmpfile64(void) {
  FILE *stream = NEXT(tmpfile64)();
  NOTE_PATH(KIND_PROBE, 0, AT_FDCWD, P_tmpdir, FILE_ERROR(stream));
  return stream;
}

/* libc reads the template before it asks the kernel anything, so a bad pointer fails there in any
 * case. */
static struct record *begin_template(int flags, const char *template) {
  return wants(KIND_WRITE) ? begin_known_path(KIND_WRITE, flags, AT_FDCWD, template) : NULL;
}

/* The call has put the name it chose into the template, which has kept its length. */
static void end_template(struct record *record, const char *template, int error) {
  if (!record) return;
  const size_t length = __builtin_strlen(template);
  if (length <= record->payload_length) {
    __builtin_memcpy(record->payload + record->payload_length - length, template, length);
  }
  finish(record, error);
}

#define TEMPLATE(name, parameters, arguments)                         \
  EXPORT int name parameters {                                        \
    struct record *record = begin_template(WRITE_READ_TOO, template); \
    const int answer = NEXT(name) arguments;                          \
    end_template(record, template, ERROR_OF(answer));                 \
    return answer;                                                    \
  }

TEMPLATE(mkstemp, (char *template), (template))
TEMPLATE(mkstemp64, (char *template), (template))
TEMPLATE(mkostemp, (char *template, int flags), (template, flags))
TEMPLATE(mkostemp64, (char *template, int flags), (template, flags))
TEMPLATE(mkstemps, (char *template, int suffix), (template, suffix))
TEMPLATE(mkstemps64, (char *template, int suffix), (template, suffix))
TEMPLATE(mkostemps, (char *template, int suffix, int flags), (template, suffix, flags))
TEMPLATE(mkostemps64, (char *template, int suffix, int flags), (template, suffix, flags))

EXPORT char *mkdtemp(char *template) {
  struct record *record = begin_template(WRITE_DIRECTORY, template);
  char *name = NEXT(mkdtemp)(template);
  end_template(record, template, name ? 0 : errno);
  return name;
}

/* These two find a name that does not exist. */

EXPORT char *mktemp(char *template) {
  char *name = NEXT(mktemp)(template);
  NOTE_PATH(KIND_PROBE, PROBE_UNFOLLOWED, AT_FDCWD, name, ENOENT);
  return name;
}

EXPORT char *tempnam(const char *directory, const char *prefix) {
  char *name = NEXT(tempnam)(directory, prefix);
  NOTE_NAME(KIND_ENV, "TMPDIR");
  NOTE_PATH(KIND_PROBE, PROBE_UNFOLLOWED, AT_FDCWD, name, ENOENT);
  return name;
}

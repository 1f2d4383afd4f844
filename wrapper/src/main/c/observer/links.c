/*
 * Links read, and paths made canonical.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <unistd.h>

#include "observer.h"

ssize_t __readlink_chk(const char *path, char *text, size_t size, size_t room);
ssize_t __readlinkat_chk(int directory, const char *path, char *text, size_t size, size_t room);
char *__realpath_chk(const char *path, char *resolved, size_t room);

/*
 * EINVAL says that there is something which is no link, or that the size was bad; in the first case
 * the path was read, and the answer is a fact like any other.
 */
static void note_link(int directory, const char *path, size_t size, ssize_t answer) {
  int error = ERROR_OF(answer);
  if (error == EINVAL && size > 0 && size <= INT32_MAX) {
    NOTE_PATH(KIND_PROBE, PROBE_UNFOLLOWED, directory, path, 0);
  } else {
    NOTE_PATH(KIND_READLINK, 0, directory, path, error);
  }
}

EXPORT ssize_t readlink(const char *path, char *text, size_t size) {
  const ssize_t answer = NEXT(readlink)(path, text, size);
  note_link(AT_FDCWD, path, size, answer);
  return answer;
}

EXPORT ssize_t readlinkat(int directory, const char *path, char *text, size_t size) {
  const ssize_t answer = NEXT(readlinkat)(directory, path, text, size);
  note_link(directory, path, size, answer);
  return answer;
}

EXPORT ssize_t __readlink_chk(const char *path, char *text, size_t size, size_t room) {
  const ssize_t answer = NEXT(__readlink_chk)(path, text, size, room);
  note_link(AT_FDCWD, path, size, answer);
  return answer;
}

EXPORT ssize_t __readlinkat_chk(int directory, const char *path, char *text, size_t size,
                                size_t room) {
  const ssize_t answer = NEXT(__readlinkat_chk)(directory, path, text, size, room);
  note_link(directory, path, size, answer);
  return answer;
}

EXPORT char *realpath(const char *path, char *resolved) {
  char *answer = NEXT(realpath)(path, resolved);
  NOTE_PATH(KIND_REALPATH, 0, AT_FDCWD, path, answer ? 0 : errno);
  return answer;
}

EXPORT char *__realpath_chk(const char *path, char *resolved, size_t room) {
  char *answer = NEXT(__realpath_chk)(path, resolved, room);
  NOTE_PATH(KIND_REALPATH, 0, AT_FDCWD, path, answer ? 0 : errno);
  return answer;
}

EXPORT char *canonicalize_file_name(const char *path) {
  char *answer = NEXT(canonicalize_file_name)(path);
  NOTE_PATH(KIND_REALPATH, 0, AT_FDCWD, path, answer ? 0 : errno);
  return answer;
}

/*
 * Directories listed, and the working directory.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "observer.h"

char *__getcwd_chk(char *name, size_t size, size_t room);
char *__getwd_chk(char *name, size_t room);

EXPORT DIR *opendir(const char *path) {
  DIR *directory = NEXT(opendir)(path);
  NOTE_PATH(KIND_LIST, 0, AT_FDCWD, path, directory ? 0 : errno);
  return directory;
}

EXPORT DIR *fdopendir(int descriptor) {
  DIR *directory = NEXT(fdopendir)(descriptor);
  if (directory && wants(KIND_LIST)) note_descriptor(KIND_LIST, 0, descriptor, 0);
  return directory;
}

#define LISTED(name, base, parameters, arguments)          \
  EXPORT int name parameters {                             \
    const int answer = NEXT(name) arguments;               \
    NOTE_PATH(KIND_LIST, 0, base, path, ERROR_OF(answer)); \
    return answer;                                         \
  }

LISTED(scandir, AT_FDCWD,
       (const char *path, struct dirent ***entries, int (*filter)(const struct dirent *),
        int (*order)(const struct dirent **, const struct dirent **)),
       (path, entries, filter, order))
LISTED(scandir64, AT_FDCWD,
       (const char *path, struct dirent64 ***entries, int (*filter)(const struct dirent64 *),
        int (*order)(const struct dirent64 **, const struct dirent64 **)),
       (path, entries, filter, order))
LISTED(scandirat, directory,
       (int directory, const char *path, struct dirent ***entries,
        int (*filter)(const struct dirent *),
        int (*order)(const struct dirent **, const struct dirent **)),
       (directory, path, entries, filter, order))
LISTED(scandirat64, directory,
       (int directory, const char *path, struct dirent64 ***entries,
        int (*filter)(const struct dirent64 *),
        int (*order)(const struct dirent64 **, const struct dirent64 **)),
       (directory, path, entries, filter, order))

/*
 * The working directory.
 */

EXPORT int chdir(const char *path) {
  const int answer = NEXT(chdir)(path);
  if (answer == 0) paths_moved();
  if (answer != 0) NOTE_PATH(KIND_PROBE, 0, AT_FDCWD, path, errno);
  return answer;
}

EXPORT int fchdir(int descriptor) {
  const int answer = NEXT(fchdir)(descriptor);
  if (answer == 0) paths_moved();
  return answer;
}

/* Who asks for the name may put it into an output. */
static void note_cwd(const char *name) {
  if (wants(KIND_CWD)) note_name(KIND_CWD, 0, name ? name : "", name ? 0 : errno);
}

#define GETCWD(name, parameters, arguments) \
  EXPORT char *name parameters {            \
    char *answer = NEXT(name) arguments;    \
    note_cwd(answer);                       \
    return answer;                          \
  }

GETCWD(getcwd, (char *text, size_t size), (text, size))
GETCWD(__getcwd_chk, (char *text, size_t size, size_t room), (text, size, room))
GETCWD(getwd, (char *text), (text))
GETCWD(__getwd_chk, (char *text, size_t room), (text, room))
GETCWD(get_current_dir_name, (void), ())

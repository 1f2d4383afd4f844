/*
 * Walks through directories that libc makes by itself: what it lists on the way can be seen only
 * where it hands something out.
 */
#define _GNU_SOURCE
#include <alloca.h>
#include <dirent.h>
#include <fts.h>
#include <ftw.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wordexp.h>

#include "observer.h"

static void note_walked(const char *path, int type) {
  if (type == FTW_D || type == FTW_DP || type == FTW_DNR) {
    NOTE_PATH(KIND_LIST, 0, AT_FDCWD, path, type == FTW_DNR ? EACCES : 0);
  } else {
    NOTE_PATH(KIND_PROBE, type == FTW_SL ? PROBE_UNFOLLOWED : 0, AT_FDCWD, path,
              type == FTW_NS ? ENOENT : 0);
  }
}

/* A walk that changes the working directory hands out names that no longer lead anywhere. */
static int odd_flags(int flags) {
  if (flags & FTW_CHDIR && wants(KIND_ODD)) note_name(KIND_ODD, 0, "nftw FTW_CHDIR", 0);
  return flags;
}

/*
 * The program's own function is called by one of ours, which finds it in a variable of the thread.
 * A walk inside a walk puts the outer one's function back when it ends.
 */
#define WALK(name, function_type, parameters, arguments, call_parameters, call_arguments)        \
  static _Thread_local function_type name##_function __attribute__((tls_model("initial-exec"))); \
  static int name##_visit parameters {                                                           \
    const function_type function = name##_function;                                              \
    note_walked(path, type);                                                                     \
    const int answer = function arguments;                                                       \
    name##_function = function;                                                                  \
    return answer;                                                                               \
  }                                                                                              \
  EXPORT int name call_parameters {                                                              \
    if (!wants(KIND_LIST)) return NEXT(name) call_arguments;                                     \
    const function_type before = name##_function;                                                \
    const function_type given = function;                                                        \
    name##_function = given;                                                                     \
    function = name##_visit;                                                                     \
    const int answer = NEXT(name) call_arguments;                                                \
    name##_function = before;                                                                    \
    if (answer < 0) NOTE_PATH(KIND_LIST, 0, AT_FDCWD, path, errno);                              \
    return answer;                                                                               \
  }

WALK(ftw, __ftw_func_t, (const char *path, const struct stat *status, int type),
     (path, status, type), (const char *path, __ftw_func_t function, int open),
     (path, function, open))
WALK(ftw64, __ftw64_func_t, (const char *path, const struct stat64 *status, int type),
     (path, status, type), (const char *path, __ftw64_func_t function, int open),
     (path, function, open))
WALK(nftw, __nftw_func_t,
     (const char *path, const struct stat *status, int type, struct FTW *where),
     (path, status, type, where), (const char *path, __nftw_func_t function, int open, int flags),
     (path, function, open, odd_flags(flags)))
WALK(nftw64, __nftw64_func_t,
     (const char *path, const struct stat64 *status, int type, struct FTW *where),
     (path, status, type, where), (const char *path, __nftw64_func_t function, int open, int flags),
     (path, function, open, odd_flags(flags)))

/* fts changes the working directory by itself, and gives each entry's name relative to that. */
#define FTS(open_name, read_name, tree, entry)                                          \
  EXPORT tree *open_name(char *const *paths, int options,                               \
                         int (*order)(const entry **, const entry **)) {                \
    tree *answer = NEXT(open_name)(paths, options, order);                              \
    for (; answer && paths && *paths; paths++) {                                        \
      NOTE_PATH(KIND_PROBE, PROBE_UNFOLLOWED, AT_FDCWD, *paths, 0);                     \
    }                                                                                   \
    return answer;                                                                      \
  }                                                                                     \
  EXPORT entry *read_name(tree *walk) {                                                 \
    entry *answer = NEXT(read_name)(walk);                                              \
    paths_moved();                                                                      \
    if (answer && answer->fts_info == FTS_D) {                                          \
      NOTE_PATH(KIND_LIST, 0, AT_FDCWD, answer->fts_accpath, 0);                        \
    } else if (answer && (answer->fts_info == FTS_NS || answer->fts_info == FTS_DNR)) { \
      NOTE_PATH(KIND_LIST, 0, AT_FDCWD, answer->fts_accpath, answer->fts_errno);        \
    }                                                                                   \
    return answer;                                                                      \
  }

FTS(fts_open, fts_read, FTS, FTSENT)
FTS(fts64_open, fts64_read, FTS64, FTSENT64)

/* A caller may bring functions to read directories with; so we bring the ones that are observed. */
#define GLOB(name, type, entry, list, follow, unfollow, status)                                    \
  static entry *name##_list(void *directory) {                                                     \
    return list(directory);                                                                        \
  }                                                                                                \
  static void name##_close(void *directory) {                                                      \
    closedir(directory);                                                                           \
  }                                                                                                \
  static void *name##_open(const char *path) {                                                     \
    return opendir(path);                                                                          \
  }                                                                                                \
  EXPORT int name(const char *pattern, int flags, int (*failed)(const char *, int), type *found) { \
    if (!wants(KIND_LIST) || !found || flags & GLOB_ALTDIRFUNC) {                                  \
      return NEXT(name)(pattern, flags, failed, found);                                            \
    }                                                                                              \
    found->gl_readdir = name##_list;                                                               \
    found->gl_closedir = name##_close;                                                             \
    found->gl_opendir = name##_open;                                                               \
    found->gl_stat = follow;                                                                       \
    found->gl_lstat = unfollow;                                                                    \
    const int answer = NEXT(name)(pattern, flags | GLOB_ALTDIRFUNC, failed, found);                \
    found->gl_flags &= ~GLOB_ALTDIRFUNC;                                                           \
    return answer;                                                                                 \
  }

GLOB(glob, glob_t, struct dirent, readdir, stat, lstat, stat)
GLOB(glob64, glob64_t, struct dirent64, readdir64, stat64, lstat64, stat64)

/* It expands variables, lists directories and runs commands, all inside libc. */
EXPORT int wordexp(const char *words, wordexp_t *expanded, int flags) {
  if (!environment_ours) return NEXT(wordexp)(words, expanded, flags);
  if (wants(KIND_ODD)) note_name(KIND_ODD, 0, "wordexp", 0);
  char **before = environ;
  char **shown = environment_show(alloca(environment_room(environ)));
  const int answer = NEXT(wordexp)(words, expanded, flags);
  environment_unshow(shown, before);
  return answer;
}

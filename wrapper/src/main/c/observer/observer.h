/*
 * What the observer's files share.
 *
 * Everything here may be called from a signal handler, from a vfork child, and on a stack of a few
 * kilobytes: no malloc, no stdio, no lock, no function of libc that could come back into a wrapper,
 * no touch of errno.
 */
#ifndef LARDER_OBSERVER_H
#define LARDER_OBSERVER_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "layout.h"

#define EXPORT __attribute__((visibility("default")))
#define SELDOM(condition) __builtin_expect(!!(condition), 0)

/* next.c: the function that would have been called without us. */

enum next {
#define NAME(name) NEXT_##name,
#include "names.def"
#undef NAME
  NEXT_COUNT
};

extern _Atomic(void *) next_functions[NEXT_COUNT];
void *next_find(enum next index);
void next_start(void);

static inline void *next_function(enum next index) {
  void *function = atomic_load_explicit(&next_functions[index], memory_order_relaxed);
  return SELDOM(!function) ? next_find(index) : function;
}

#define NEXT(name) ((__typeof__(&(name)))next_function(NEXT_##name))

/* region.c: the shared log. */

/* The kinds this process reports; none before the constructor has run. */
extern uint32_t region_kinds;

/* True if records of this kind are wanted: the first thing that every wrapper asks. */
static inline bool wants(enum kind kind) {
  return region_kinds & KIND_BIT(kind);
}

bool region_attach(const char *variable);

/* A piece of a payload. */
struct piece {
  const char *bytes;
  size_t length;
};

/* A payload is a few pieces, written one after the other. */
struct record *region_reserve(enum kind kind, int flags, int result, uint32_t extra,
                              const struct piece *pieces, int count);
void region_publish(struct record *record, enum state state);
/* Writes a record unless an equal one was written already. */
void region_note(enum kind kind, int flags, int result, uint32_t extra, const struct piece *pieces,
                 int count);
void region_trouble(enum trouble trouble);

/* paths.c: what a path means. */

/* Room for a directory's name that is not in the cache. */
struct scratch {
  char *mapped;
  char small[304];
};

/* A path as three pieces: the directory it is relative to, a NUL byte, the path as given; only the
 * last for an absolute one. */
struct place {
  struct piece pieces[3];
  int count;
  struct scratch scratch;
};

void place_open(struct place *place, int directory, const char *path);
void place_close(struct place *place);
void paths_moved(void);

/* Reports a call that is over. `error` is 0 or the call's errno. */
void note_path(enum kind kind, int flags, int directory, const char *path, int error);
/* Reports a file that was opened for reading. */
void note_opened(int directory, const char *path, int descriptor);
void note_descriptor(enum kind kind, int flags, int descriptor, int error);
void note_name(enum kind kind, int flags, const char *name, int error);
/* The same with the program that asks, since many do at their start and make nothing of it. */
void note_asker(enum kind kind, int flags, const char *name);
/* Reports a call that will change something, before it is made; NULL if there is nothing to report.
 */
struct record *begin_path(enum kind kind, int flags, int directory, const char *path);
struct record *begin_known_path(enum kind kind, int flags, int directory, const char *path);
struct record *begin_pair(int flags, int from, const char *first, int to, const char *second);
void finish(struct record *record, int error);

/* The errno of a call that returned `answer`, where negative means failure. */
#define ERROR_OF(answer) ((answer) < 0 ? errno : 0)

/* What every wrapper of a call that only asks does after the call. */
#define NOTE_PATH(kind, flags, directory, path, error)                         \
  do {                                                                         \
    if (wants(kind)) note_path((kind), (flags), (directory), (path), (error)); \
  } while (0)
#define NOTE_NAME(kind, name)                       \
  do {                                              \
    if (wants(kind)) note_name((kind), 0, name, 0); \
  } while (0)
#define NOTE_ASKER(kind, name)                    \
  do {                                            \
    if (wants(kind)) note_asker((kind), 0, name); \
  } while (0)

/* start.c: the program that this is; empty if it is not known. */
struct piece start_program(void);

/* loads.c: what dlopen has led to, reported before the next record. */

extern _Atomic(uint32_t) loads_pending;
uint32_t loads_asked(void);
void loads_start(void);
void loads_settle(void);

/* environment.c: hiding our variables, and handing them on. */

/* What a program to be executed can do with our variables. */
enum company { COMPANY_OBSERVED, COMPANY_WITHOUT };

extern bool environment_ours;
void environment_hide(char **entries);
const char *environment_find(char **entries, const char *name);
size_t environment_room(char *const entries[]);
char *const *environment_with_ours(char *const entries[], void *room);
char **environment_show(void *room);
void environment_unshow(char **shown, char **before);

/* programs.c: whether a program can be observed. */

/* Why not; NULL if it can be. */
const char *program_blindness(int directory, const char *path, bool *loads);

/* exec.c: reporting an execution. */

struct launch {
  struct record *record;
  bool with_ours;
};

struct launch launch_begin(int flags, int directory, const char *path);
void launch_end(struct launch *launch, int error, uint32_t child);
/* What execvp would execute: its path in `found`, which has `search_room(file)` bytes; false if
 * there is nothing. */
size_t search_room(const char *file);
bool search_path(const char *file, char *found);

#endif

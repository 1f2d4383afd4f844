/* Where a user's wrappers and daemons meet: one private directory, one name for each image. */
#ifndef LARDER_RUNTIME_H
#define LARDER_RUNTIME_H

#include <limits.h>
#include <stdbool.h>

struct runtime {
  char directory[PATH_MAX];
  char socket[64]; /* names within the directory */
  char lock[64];
  char failed[64];  /* its mtime: the last failed start */
  char answers[64]; /* a directory of standing answers */
};

/* Works the names out; touches nothing. False if a name is too long. */
bool runtime_names(struct runtime *runtime);

/* A real directory, the user's own, closed to others. */
bool runtime_is_private(const struct runtime *runtime);

/* Makes it where it is missing. False if there is none that is private. */
bool runtime_make(const struct runtime *runtime);

/* The directory, opened; -1 with errno. */
int runtime_open(const struct runtime *runtime);

#endif

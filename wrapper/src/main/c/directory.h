/* The directory that a path lies in, as the path spells it. */
#ifndef LARDER_DIRECTORY_H
#define LARDER_DIRECTORY_H

#include <limits.h>
#include <stdbool.h>

/* How much of the path that is, its last slash included; 0 if it has none. */
int directory_length(const char *path);

/* A name of the directory; false if it would be too long. */
bool directory_of(const char *path, char directory[PATH_MAX]);

#endif

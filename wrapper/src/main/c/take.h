/* A file of the cache that nobody else needs becomes an output, without being copied. */
#ifndef LARDER_TAKE_H
#define LARDER_TAKE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Whether the file, which should have this length, would then be as if it had been made there. If
 * not, or if that can not be told, it is to be copied.
 */
bool can_take(const char *file, uint64_t length, const char *path);

/* With this mode, and as if it were written now. 0, EEXIST, or why it is to be copied. */
int take_file(const char *file, const char *path, mode_t mode);

#endif

/* Descriptors: kept out of the way of the caller's 0, 1 and 2, and written to the end. */
#ifndef LARDER_DESCRIPTOR_H
#define LARDER_DESCRIPTOR_H

#include <stdbool.h>
#include <stddef.h>

/* The same file at a number of at least 3 (a caller may have closed its stdout); -1 stays -1. */
int above_standard(int descriptor);

bool is_open(int descriptor);

/* Writes everything, also to a descriptor that does not block. 0, or errno. */
int write_all(int descriptor, const void *data, size_t length);

/* Closes all from the first on, but for two (which may be -1). */
void close_others(int first, int kept, int kept_too);

/* Puts 0, 1 and 2 on /dev/null. */
void silence_standard(void);

#endif

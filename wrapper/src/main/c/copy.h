/* A part of a file in the cache becomes a file's content; the kernel copies, if it can. */
#ifndef LARDER_COPY_H
#define LARDER_COPY_H

#include <stddef.h>
#include <stdint.h>

/* 0, or errno; EIO if the file is shorter than it should be. */
int copy_part(const char *file, uint64_t offset, uint64_t length, int to);

/*
 * The same for what nobody has looked at just now; EBADMSG if its XXH3 is not this. On any error,
 * what has been written by then is worthless.
 */
int copy_checked(const char *file, uint64_t offset, uint64_t length, uint64_t checksum, int to);

#endif

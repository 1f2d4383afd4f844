/* A part of a file in the cache becomes a file's content; the kernel copies, if it can. */
#ifndef LARDER_COPY_H
#define LARDER_COPY_H

#include <stdint.h>

/* 0, or errno; EIO if the file is shorter than it should be. */
int copy_part(const char *file, uint64_t offset, uint64_t length, int to);

#endif

/* A part of a file in the cache becomes a file's content; the kernel copies, if it can. */
#ifndef LARDER_COPY_H
#define LARDER_COPY_H

#include <stddef.h>
#include <stdint.h>

/* 0, or errno; EIO if the file is shorter than it should be. */
int copy_part(const char *file, uint64_t offset, uint64_t length, int to);

/* Reads bytes from a file, all of them. 0, or errno; EIO if the file ends before. */
int read_part(const char *file, uint64_t offset, void *into, size_t length);

#endif

/* Puts a whole directory in place, in one step. */
#ifndef LARDER_TREE_H
#define LARDER_TREE_H

#include <stddef.h>

/*
 * Makes what the TREE frames among these bytes say, beside the directory that they name, and gives
 * it that name, which an empty directory must have. 0 also if there are none; or errno, then the
 * directory is as it was.
 */
int place_tree(const unsigned char *frames, size_t length);

#endif

/* The names that paths lead to when all links are followed. */
#ifndef LARDER_REALNAME_H
#define LARDER_REALNAME_H

#include <limits.h>
#include <sys/types.h>

/*
 * The name that an absolute path leads to, as the kernel has it, without a NUL: its length; -1 if
 * it leads nowhere. Each directory on the way is looked at once in the life of this process: to be
 * asked of many paths, at one moment.
 */
ssize_t real_name(const char *path, char name[PATH_MAX]);

#endif

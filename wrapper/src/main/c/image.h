/* The installed image that this program belongs to, and its daemon. */
#ifndef LARDER_IMAGE_H
#define LARDER_IMAGE_H

#include "runtime.h"

/* `<image>/lib/larderd`; NULL if it can not be told. */
const char *daemon_program(void);

/*
 * In a process that is about to become the daemon: leaves the caller's session state behind (umask,
 * signals, directory) and executes it. Returns only on failure.
 */
void become_daemon(const struct runtime *runtime, char **environment);

#endif

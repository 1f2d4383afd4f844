/* The installed image that this program belongs to, and its daemon. */
#ifndef LARDER_IMAGE_H
#define LARDER_IMAGE_H

#include "runtime.h"

/* A file of the image, by its name from there (`/lib/larderd`); NULL if it can not be told. The
 * next call overwrites it. */
const char *image_file(const char *name);

/* The program that is or starts the daemon; NULL if it can not be told. */
const char *daemon_program(void);

/*
 * In a process that is about to become the daemon: leaves the caller's session state behind (umask,
 * signals, directory) and executes it. Returns only on failure.
 */
void become_daemon(const struct runtime *runtime, char **environment);

#endif

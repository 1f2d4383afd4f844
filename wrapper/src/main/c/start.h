/* The first wrapper starts the daemon; those that come meanwhile wait for it. */
#ifndef LARDER_START_H
#define LARDER_START_H

#include <stdbool.h>

#include "runtime.h"

/* A compile does not wait long for a daemon; who asked for one waits as long as it may take. */
enum { DEFAULT_STARTUP_MS = 2000, INSISTENT_STARTUP_MS = 10000, DEFAULT_SILENCE_MS = 5000 };

/*
 * A connection to a daemon that was started now, by this process or another; -1 if there is none.
 * After a failed start nobody tries again for a while, unless the user insists.
 */
int start_daemon(const struct runtime *runtime, bool insist);

#endif

/* A connection to the daemon, if one listens. */
#ifndef LARDER_CONNECT_H
#define LARDER_CONNECT_H

#include "runtime.h"

/* A socket that does not block; -1 with errno. */
int connect_daemon(const struct runtime *runtime, int patience_ms);

/* An errno of connect_daemon that means that a daemon may be started. */
bool nobody_listens(int error);

#endif

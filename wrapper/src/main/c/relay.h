/* While the compiler runs: its output to caller and daemon, signals to it, the daemon's word. */
#ifndef LARDER_RELAY_H
#define LARDER_RELAY_H

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "connection.h"
#include "signals.h"
#include "stream.h"

struct relay {
  struct connection *daemon;
  struct signals *signals;
  struct stream streams[2];
  pid_t child;
  bool may_cancel; /* the caller has seen nothing of this run */
  bool cancelled;
  bool ended;
  int status; /* as wait tells it */
  struct rusage usage;
};

/* Until the compiler has ended and what it printed is through, or the daemon has cancelled it. */
void relay(struct relay *r);

#endif

/* The real compiler as a child. */
#ifndef LARDER_LAUNCH_H
#define LARDER_LAUNCH_H

#include <sys/types.h>

#include "signals.h"

struct launch {
  const char *path;
  char **argv;
  char **environment;
  const struct signals *signals;
  int printed[2]; /* the ends of pipes that become its stdout and stderr; -1: closed, as ours is */
};

/* The child's pid; -1 with errno if the program could not be executed. */
pid_t launch(const struct launch *how);

#endif

/* What the daemon wants done. */
#ifndef LARDER_ANSWER_H
#define LARDER_ANSWER_H

#include <stddef.h>
#include <stdint.h>

#include "connection.h"

enum verdict {
  ALONE,    /* become the real compiler: the daemon said so, or is lost, silent or mad */
  OBSERVED, /* run it as a child */
  SERVED,   /* its outputs and diagnostics are here, complete */
};

struct answer {
  enum verdict verdict;
  char **argv;  /* OBSERVED */
  char **edits; /* OBSERVED */
  size_t end;   /* SERVED: the frames lie in the connection's received bytes before this */
  uint32_t status;
};

/* Touches nothing but the connection. */
struct answer await_answer(struct connection *c);

#endif

/* A miss: the real compiler runs as a child, observed, in the caller's own context. */
#ifndef LARDER_RUN_H
#define LARDER_RUN_H

#include "answer.h"
#include "connection.h"
#include "program.h"

/*
 * Ends the process as the compiler ended. Returns if the compiler is still to be run by other
 * means: the daemon has cancelled this run, or it could not be started.
 */
void run_observed(struct connection *c, const struct program *program, const struct answer *answer);

#endif

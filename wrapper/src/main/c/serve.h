/* A hit: outputs and diagnostics of a stored run. */
#ifndef LARDER_SERVE_H
#define LARDER_SERVE_H

#include "answer.h"
#include "connection.h"

/* Ends the process as the stored run ended; returns if the outputs could not be placed. */
void serve(struct connection *c, const struct answer *answer);

#endif

/* A hit: outputs and diagnostics of a stored run. */
#ifndef LARDER_SERVE_H
#define LARDER_SERVE_H

#include "answer.h"
#include "connection.h"

/*
 * Puts the outputs among these frames in place, all or none, and the PLACED frame that says so into
 * `report`; false if something is in the way.
 */
bool put_outputs(const unsigned char *frames, size_t length, struct bytes *report);

/* Prints the diagnostics among these frames. */
void print_diagnostics(const unsigned char *frames, size_t length);

/* Ends the process as the stored run ended; returns if the outputs could not be placed. */
void serve(struct connection *c, const struct answer *answer);

#endif

/* Puts the outputs of a hit in place: all of them, or none. */
#ifndef LARDER_PLACE_H
#define LARDER_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "bytes.h"

/*
 * Places what the OUTPUT frames among these bytes hold, and puts the PLACED frame that reports it
 * into `report`. When false, what was placed is gone again. An `error` that is not 0 has nothing
 * placed at all, and is what is reported.
 */
bool place_outputs(const unsigned char *frames, size_t length, int error, struct bytes *report);

#endif

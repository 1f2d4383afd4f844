/* Standing answers: what the daemon has said to a request, good for as long as nothing of it
 * changes. */
#ifndef LARDER_STANDING_H
#define LARDER_STANDING_H

#include "bytes.h"
#include "runtime.h"

/*
 * Serves a request if there is a standing answer to it, and all that it rests on is as it was; ends
 * the process then, and leaves a note for the daemon. Else returns, with nothing touched.
 */
void serve_standing(const struct runtime *runtime, const struct bytes *request);

#endif

/* The one request of a wrapper. */
#ifndef LARDER_REQUEST_H
#define LARDER_REQUEST_H

#include <stdbool.h>
#include <sys/types.h>

#include "connection.h"

enum request_kind { COMPILE = 1, COMMAND = 2 };

enum { REQUEST_KEY = 16 };

/*
 * Composes it, and puts the request's key at its end; false if it can not be. To be done before the
 * daemon is called, so that the daemon finds it there when it answers.
 */
bool compose_request(struct bytes *request, enum request_kind kind, const char *program,
                     char **argv);

/* What new files of this process do not get of their permission bits. */
mode_t current_umask(void);

#endif

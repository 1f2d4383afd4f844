/* The one request of a wrapper. */
#ifndef LARDER_REQUEST_H
#define LARDER_REQUEST_H

#include <stdbool.h>

#include "connection.h"

enum request_kind { COMPILE = 1, COMMAND = 2 };

/* False if it can not be made or sent. */
bool send_request(struct connection *c, enum request_kind kind, const char *program, char **argv);

#endif

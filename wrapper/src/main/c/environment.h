/* What the caller's environment says to the wrapper, and the environments it hands on. */
#ifndef LARDER_ENVIRONMENT_H
#define LARDER_ENVIRONMENT_H

#include <stdbool.h>

const char *variable(const char *name); /* NULL if unset or empty */
bool variable_is_on(const char *name);
int variable_milliseconds(const char *name, int otherwise);

/* A copy with the edits made: NAME=VALUE sets, NAME alone removes. NULL if memory ran out. */
char **environment_edited(char *const *environment, char *const *edits);

/* What a daemon may know of the caller that happened to start it. NULL if memory ran out. */
char **environment_for_daemon(char *const *environment);

#endif

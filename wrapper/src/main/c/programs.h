/* LARDER_PROGRAMS: the programs that wrappers above this one execute already. */
#ifndef LARDER_PROGRAMS_H
#define LARDER_PROGRAMS_H

#include <stdbool.h>

#include "program.h"

enum { MAX_PROGRAMS = 16 };

bool is_listed(struct identity program);

/* The variable's next value, `LARDER_PROGRAMS=…`; NULL if the list is full or memory ran out. */
char *programs_with(struct identity program);

#endif

/*
 * System call numbers that are the same on every machine, for headers that do not know them yet.
 */
#ifndef LARDER_OBSERVER_NUMBERS_H
#define LARDER_OBSERVER_NUMBERS_H

#include <stdbool.h>
#include <sys/syscall.h>

enum {
  NUMBER_CLONE3 = 435,
  NUMBER_CLOSE_RANGE = 436,
  NUMBER_OPENAT2 = 437,
  NUMBER_PIDFD_OPEN = 434,
  NUMBER_PIDFD_GETFD = 438,
  NUMBER_FACCESSAT2 = 439,
  NUMBER_FUTEX_WAITV = 449,
  NUMBER_FCHMODAT2 = 452,
};

bool number_is_harmless(long number);

#endif

/* Milliseconds on a clock that nobody sets. */
#ifndef LARDER_CLOCK_H
#define LARDER_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline int64_t milliseconds(void) {
  return nanoseconds(CLOCK_MONOTONIC) / 1000000;
}

#endif

/* What the compiler will find on standard input, as far as that can be told without taking any of
 * it. */
#ifndef LARDER_INPUT_H
#define LARDER_INPUT_H

#include <stdbool.h>

#include "bytes.h"

/*
 * Whether all of standard input is known, and what it is. The null device is always known; a pipe
 * whose writers are gone, or a file, only if an argument is "-", which makes compilers read a
 * source from there.
 */
bool peek_input(char *const *argv, struct bytes *content);

#endif

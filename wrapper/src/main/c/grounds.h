/* The grounds of a standing answer: docs/PROTOCOL.md, 3. */
#ifndef LARDER_GROUNDS_H
#define LARDER_GROUNDS_H

#include <stdbool.h>

#include "bytes.h"

/* Whether all grounds, of which the reader stands at the number, are so now; it stands behind them
 * then. */
bool grounds_hold(struct reader *r);

#endif

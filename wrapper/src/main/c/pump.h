/* Goes on forwarding what background processes of a compile print after the compiler has ended. */
#ifndef LARDER_PUMP_H
#define LARDER_PUMP_H

#include "stream.h"

/* Forks a process that forwards; the streams are closed here. */
void leave_pump(struct stream streams[2]);

#endif

/* The processes below this one, which is their reaper. */
#ifndef LARDER_DESCENDANTS_H
#define LARDER_DESCENDANTS_H

#include <stdbool.h>

/* From here on what its descendants leave behind becomes this process's own child. */
void adopt_descendants(void);
void stop_adopting(void);

/* There is a child, running or waiting to be reaped. */
bool have_children(void);

/* Reaps those that ended; true if one is still running. */
bool some_survive(void);

/* The kernel can name the children, so that they could be killed. */
bool can_kill_descendants(void);

/* Kills and reaps every one. */
void kill_descendants(void);

#endif

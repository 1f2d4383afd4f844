/* Build scripts of cargo: the real one lies beside the launcher that has its name. */
#ifndef LARDER_SCRIPT_H
#define LARDER_SCRIPT_H

#include <limits.h>
#include <stdbool.h>

/* Where the real script lies, in the launcher's directory; and the wrapper's own name when the
 * launcher calls it. */
#define SCRIPT_NAME "larder-build-script"

/* The script's path, from the launcher's. False if it is too long. */
bool script_beside(const char *launcher, char script[PATH_MAX]);

/*
 * Puts a launcher at the path, in one step, with the times of the script that lies beside it: cargo
 * goes by them. 0, or errno; then the path is as it was.
 */
int put_launcher(const char *path);

/*
 * What the compiler has made at the path becomes the script beside it, and a launcher takes its
 * name. On failure the script stays where it is.
 */
void launch_by_launcher(const char *path);

#endif

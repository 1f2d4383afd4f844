/* What is asked of Larder itself: statistics, starting and stopping the daemon. */
#ifndef LARDER_COMMAND_H
#define LARDER_COMMAND_H

_Noreturn void run_command(char **argv);

/* Becomes the daemon, in the foreground. */
_Noreturn void run_daemon(void);

#endif

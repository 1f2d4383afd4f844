/* The caller's signal state, set aside while a compiler runs as a child. */
#ifndef LARDER_SIGNALS_H
#define LARDER_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

struct signals {
  sigset_t callers_mask;
  struct sigaction callers_child_action;
  int descriptor; /* of the signals that end a compile, and SIGCHLD */
};

struct end_signals {
  sigset_t mask;
  struct sigaction too_large;
};

/* For a while no signal ends this process, and a file that is too large is an error number. */
void hold_ends(struct end_signals *callers);
void release_ends(const struct end_signals *callers);

/* From here on signals are read from the descriptor, and a broken pipe is an error number. */
bool signals_take(struct signals *signals);

/* In a child: what the caller gave. Safe after vfork. */
void signals_restore(const struct signals *signals);

/* The caller's state again, but that a pipe's end stays an error number. */
void signals_give_back(const struct signals *signals);

/* The same end as the compiler's; only its own core file is written. */
_Noreturn void die_of(int signal);

#endif

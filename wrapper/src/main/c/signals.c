#include "signals.h"

#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "descriptor.h"

static void add_ends(sigset_t *set) {
  sigaddset(set, SIGINT);
  sigaddset(set, SIGTERM);
  sigaddset(set, SIGHUP);
  sigaddset(set, SIGQUIT);
}

void hold_ends(struct end_signals *callers) {
  sigset_t ends;
  sigemptyset(&ends);
  add_ends(&ends);
  sigprocmask(SIG_BLOCK, &ends, &callers->mask);
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  sigaction(SIGXFSZ, &ignore, &callers->too_large);
}

void release_ends(const struct end_signals *callers) {
  sigaction(SIGXFSZ, &callers->too_large, NULL);
  sigprocmask(SIG_SETMASK, &callers->mask, NULL);
}

bool signals_take(struct signals *signals) {
  sigset_t read;
  sigemptyset(&read);
  add_ends(&read);
  sigaddset(&read, SIGCHLD);
  signals->descriptor = above_standard(signalfd(-1, &read, SFD_CLOEXEC | SFD_NONBLOCK));
  if (signals->descriptor < 0) return false;
  sigset_t blocked = read;
  sigaddset(&blocked, SIGPIPE);
  sigprocmask(SIG_BLOCK, &blocked, &signals->callers_mask);
  /* Where the caller ignores SIGCHLD, a child could not be waited for. */
  struct sigaction otherwise = {.sa_handler = SIG_DFL};
  sigaction(SIGCHLD, &otherwise, &signals->callers_child_action);
  return true;
}

void signals_restore(const struct signals *signals) {
  sigaction(SIGCHLD, &signals->callers_child_action, NULL);
  sigprocmask(SIG_SETMASK, &signals->callers_mask, NULL);
}

void signals_give_back(const struct signals *signals) {
  close(signals->descriptor);
  sigset_t mask = signals->callers_mask;
  sigaddset(&mask, SIGPIPE);
  sigaction(SIGCHLD, &signals->callers_child_action, NULL);
  sigprocmask(SIG_SETMASK, &mask, NULL);
}

_Noreturn void die_of(int signal_number) {
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  signal(signal_number, SIG_DFL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal_number);
  kill(getpid(), signal_number);
  sigprocmask(SIG_UNBLOCK, &only, NULL);
  _exit(128 + signal_number); /* the first process of a container does not die of a signal */
}

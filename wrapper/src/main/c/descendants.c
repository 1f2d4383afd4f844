#include "descendants.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "descriptor.h"

void adopt_descendants(void) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
}

void stop_adopting(void) {
  prctl(PR_SET_CHILD_SUBREAPER, 0);
}

bool have_children(void) {
  siginfo_t info;
  return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

bool some_survive(void) {
  for (;;) {
    pid_t ended = waitpid(-1, NULL, WNOHANG);
    if (ended == 0) return true;
    if (ended < 0 && errno != EINTR) return false;
  }
}

static int open_children(void) {
  return above_standard(open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC));
}

bool can_kill_descendants(void) {
  int children = open_children();
  if (children < 0) return false;
  close(children);
  return true;
}

/* The file holds pids, each followed by a space; a piece may end within one. */
static void kill_children(void) {
  int children = open_children();
  if (children < 0) return;
  char piece[4096];
  pid_t pid = 0;
  ssize_t n;
  while ((n = read(children, piece, sizeof piece)) > 0) {
    for (ssize_t i = 0; i < n; i++) {
      if (piece[i] >= '0' && piece[i] <= '9') {
        pid = pid * 10 + (piece[i] - '0');
      } else {
        if (pid > 0) kill(pid, SIGKILL);
        pid = 0;
      }
    }
  }
  close(children);
}

/*
 * Whatever a killed process leaves behind becomes a child before the killed one can be reaped, so
 * each is found on the next turn.
 */
void kill_descendants(void) {
  do {
    kill_children();
  } while (waitpid(-1, NULL, 0) > 0 || errno == EINTR);
}

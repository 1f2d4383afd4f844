#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "descriptor.h"
#include "program.h"

/* Shares the parent's memory until it executes, except where vfork is a mere fork. */
static _Noreturn void be_compiler(const struct launch *how, pid_t parent, int failure) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  for (int i = 0; i < 2; i++) {
    if (how->printed[i] >= 0) dup2(how->printed[i], i + 1);
  }
  signals_restore(how->signals);
  execute(how->path, how->argv, how->environment);
  int error = errno;
  ssize_t told = write(failure, &error, sizeof error);
  _exit(told > 0 ? 127 : 126);
}

pid_t launch(const struct launch *how) {
  int failure[2];
  if (pipe2(failure, O_CLOEXEC) != 0) return -1;
  for (int i = 0; i < 2; i++) failure[i] = above_standard(failure[i]);
  pid_t parent = getpid();
  pid_t child = vfork();
  if (child == 0) be_compiler(how, parent, failure[1]);
  int error = child < 0 ? errno : 0;
  close(failure[1]);
  if (child > 0 && read(failure[0], &error, sizeof error) > 0) {
    waitpid(child, NULL, 0);
    child = -1;
  }
  close(failure[0]);
  errno = error;
  return child;
}

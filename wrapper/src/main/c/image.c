#include "image.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_NAME = 32 };

const char *image_file(const char *name) {
  static char path[PATH_MAX + LONGEST_NAME];
  ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
  if (length <= 0) return NULL;
  path[length] = 0;
  for (int up = 0; up < 2; up++) {
    char *slash = strrchr(path, '/');
    if (slash == NULL) return NULL;
    *slash = 0;
  }
  strncat(path, name, LONGEST_NAME - 1);
  return path;
}

const char *daemon_program(void) {
  return image_file("/lib/larderd");
}

static void forget_signals(void) {
  for (int s = 1; s < NSIG; s++) signal(s, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

void become_daemon(const struct runtime *runtime, char **environment) {
  const char *program = daemon_program();
  if (program == NULL || chdir(runtime->directory) != 0) return;
  umask(077);
  forget_signals();
  char *argv[] = {(char *)program, (char *)runtime->socket, NULL};
  execve(program, argv, environment);
}

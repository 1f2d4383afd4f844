/*
 * Asks for relative names where it is not plain what they are relative to: the argument says how.
 * In the working directory there is the directory `d`.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int main(int argc, char **argv) {
  struct stat status;
  const char *how = argc == 2 ? argv[1] : "";
  stat("before", &status);
  if (strcmp(how, "vfork") == 0) {
    const pid_t child = vfork();
    if (child == 0) {
      if (chdir("d") == 0) stat("inside", &status);
      execl("/bin/true", "true", (char *)NULL);
      _exit(1);
    }
    waitpid(child, NULL, 0);
  } else if (strcmp(how, "fork") == 0) {
    const pid_t child = fork();
    if (child == 0) {
      if (chdir("d") == 0) stat("inside", &status);
      _exit(0);
    }
    waitpid(child, NULL, 0);
  } else if (strcmp(how, "raw") == 0) {
    const long child = syscall(SYS_clone, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
    if (child == 0) {
      if (syscall(SYS_chdir, "d") == 0) stat("inside", &status);
      _exit(0);
    }
    waitpid((pid_t)child, NULL, 0);
  } else if (strcmp(how, "descriptor") == 0) {
    fstatat(open("d", O_RDONLY | O_DIRECTORY), "inside", &status, 0);
  } else if (strcmp(how, "deleted") == 0) {
    char name[4096];
    if (mkdir("gone", 0777) != 0 || !realpath("gone", name) || chdir("gone") != 0) return 1;
    if (rmdir(name) != 0) return 1;
    stat("inside", &status);
    if (chdir("/") != 0) return 1;
    stat("outside", &status);
    return 0;
  } else if (strcmp(how, "many") == 0) {
    for (int i = 0; i < 20000; i++) {
      if (chdir(i % 2 ? ".." : "d") != 0) return 1;
      if (i % 2 == 0) stat("inside", &status);
    }
  } else if (strcmp(how, "spawn") == 0) {
    posix_spawn_file_actions_t actions;
    pid_t child;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, "d");
    char *arguments[] = {"stat", "inside", NULL};
    if (posix_spawnp(&child, "stat", &actions, NULL, arguments, environ) != 0) return 1;
    waitpid(child, NULL, 0);
  } else if (strcmp(how, "long") == 0) {
    char name[4096];
    memset(name, 'x', sizeof name);
    for (size_t i = 1; i < sizeof name; i += 2) name[i] = '/';
    name[4095] = 0;
    stat(name, &status);
    stat("\377\376", &status);
  }
  stat("after", &status);
  return 0;
}

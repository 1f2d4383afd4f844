/*
 * Threads that ask for paths and change the working directory, children forked from them, and a
 * timer whose signals ask for paths as well.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 4, ROUNDS = 300 };

static void handle(int number) {
  struct stat status;
  char name[] = "signal-x";
  name[7] = (char)('a' + number % 26);
  stat(name, &status);
  close(open("/dev/null", O_RDONLY));
}

static void *ask(void *number) {
  struct stat status;
  char name[64];
  for (int i = 0; i < ROUNDS; i++) {
    snprintf(name, sizeof name, "file-%ld-%d", (long)number, i);
    stat(name, &status);
    if (i % 7 == 0 && chdir(i % 2 ? "/" : "/tmp") != 0) abort();
    if (i % 50 == 0) {
      const pid_t child = fork();
      if (child == 0) {
        stat("child", &status);
        _exit(0);
      }
      while (waitpid(child, NULL, 0) < 0) {
      }
    }
  }
  return NULL;
}

int main(void) {
  const struct itimerval often = {{0, 500}, {0, 500}};
  struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
  pthread_t threads[THREADS];
  sigaction(SIGALRM, &action, NULL);
  setitimer(ITIMER_REAL, &often, NULL);
  for (long i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, ask, (void *)i);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return puts("over") < 0;
}

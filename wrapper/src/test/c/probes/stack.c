/* Makes calls on a thread whose stack is as small as it may be. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void *call(void *nothing) {
  struct stat status;
  struct timespec now;
  char text[64];
  stat("relative", &status);
  lstat("/absolute", &status);
  fstatat(open("/", O_RDONLY), "tmp", &status, 0);
  access("relative", F_OK);
  readlink("relative", text, sizeof text);
  rename("no such file", "another");
  unlink("no such file");
  getenv("NOTHING");
  clock_gettime(CLOCK_REALTIME, &now);
  return nothing;
}

int main(void) {
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, PTHREAD_STACK_MIN);
  if (pthread_create(&thread, &attributes, call, NULL) != 0) return 1;
  return pthread_join(thread, NULL);
}

#include "start.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "connect.h"
#include "descriptor.h"
#include "environment.h"
#include "image.h"

enum { READY_DESCRIPTOR = 3, LONGEST_PAUSE_MS = 20, FORGIVEN_AFTER_S = 30 };

static void rest(int64_t ms) {
  poll(NULL, 0, (int)ms);
}

static bool failed_lately(int directory, const struct runtime *runtime) {
  struct stat stamp;
  if (fstatat(directory, runtime->failed, &stamp, AT_SYMLINK_NOFOLLOW) != 0) return false;
  time_t age = time(NULL) - stamp.st_mtime;
  return age >= 0 && age < FORGIVEN_AFTER_S;
}

static int open_private(int directory, const char *name) {
  int flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC;
  return above_standard(openat(directory, name, flags, 0600));
}

static void stamp_failure(int directory, const struct runtime *runtime) {
  int stamp = open_private(directory, runtime->failed);
  if (stamp < 0) return;
  futimens(stamp, NULL);
  close(stamp);
}

/* The daemon itself, in a session of its own, with nothing of the caller's. Never returns. */
static _Noreturn void be_daemon(const struct runtime *runtime, int ready) {
  setsid();
  if (ready == READY_DESCRIPTOR) {
    fcntl(ready, F_SETFD, 0);
  } else {
    dup2(ready, READY_DESCRIPTOR);
  }
  close_others(READY_DESCRIPTOR + 1, -1, -1);
  silence_standard();
  if (fork() != 0) _exit(0);
  char **environment = environment_for_daemon(environ);
  char *edits[] = {"LARDER_READY_FD=3", NULL};
  if (environment != NULL) environment = environment_edited(environment, edits);
  if (environment != NULL) become_daemon(runtime, environment);
  _exit(127);
}

/*
 * Returns the end of a pipe that can be read once the daemon listens or has ended; -1 if it could
 * not even be forked.
 */
static int spawn_daemon(const struct runtime *runtime) {
  int ready[2];
  if (pipe2(ready, O_CLOEXEC) != 0) return -1;
  for (int i = 0; i < 2; i++) ready[i] = above_standard(ready[i]);
  pid_t child = fork();
  if (child == 0) be_daemon(runtime, ready[1]);
  close(ready[1]);
  if (child < 0) {
    close(ready[0]);
    return -1;
  }
  while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  return ready[0];
}

/* Waits for the daemon to listen: it says so on the pipe, or simply accepts. */
static int await_daemon(const struct runtime *runtime, int ready, int64_t deadline) {
  for (int pause = 1;; pause = pause < LONGEST_PAUSE_MS ? pause * 2 : LONGEST_PAUSE_MS) {
    struct pollfd said = {.fd = ready, .events = POLLIN};
    int n = poll(&said, 1, pause);
    int s = connect_daemon(runtime, DEFAULT_SILENCE_MS);
    if (s >= 0) return s;
    if (n > 0 && !(said.revents & POLLIN)) return -1; /* it has ended */
    if (n > 0) rest(pause);
    if (milliseconds() >= deadline) return -1;
  }
}

static int start_locked(const struct runtime *runtime, int directory, int64_t deadline) {
  unlinkat(directory, runtime->socket, 0); /* nobody listens on it any more */
  int ready = spawn_daemon(runtime);
  int s = -1;
  if (ready >= 0) {
    s = await_daemon(runtime, ready, deadline);
    close(ready);
  }
  if (s < 0) {
    stamp_failure(directory, runtime);
  } else {
    unlinkat(directory, runtime->failed, 0);
  }
  return s;
}

/* Takes the lock, or finds that its holder has succeeded or failed. */
static int start_or_await(const struct runtime *runtime, int directory, int lock, bool insist) {
  int otherwise = insist ? INSISTENT_STARTUP_MS : DEFAULT_STARTUP_MS;
  int64_t deadline = milliseconds() + variable_milliseconds("LARDER_STARTUP_TIMEOUT", otherwise);
  for (int pause = 1;; pause = pause < LONGEST_PAUSE_MS ? pause * 2 : LONGEST_PAUSE_MS) {
    bool locked = flock(lock, LOCK_EX | LOCK_NB) == 0;
    int s = connect_daemon(runtime, DEFAULT_SILENCE_MS);
    if (s >= 0 || !nobody_listens(errno)) return s;
    if (!insist && failed_lately(directory, runtime)) return -1;
    if (locked) return start_locked(runtime, directory, deadline);
    if (milliseconds() >= deadline) return -1;
    rest(pause);
  }
}

int start_daemon(const struct runtime *runtime, bool insist) {
  int directory = runtime_open(runtime);
  if (directory < 0) return -1;
  int s = -1;
  int lock =
      insist || !failed_lately(directory, runtime) ? open_private(directory, runtime->lock) : -1;
  if (lock >= 0) {
    s = start_or_await(runtime, directory, lock, insist);
    close(lock);
  }
  close(directory);
  return s;
}

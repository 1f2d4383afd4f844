#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "descendants.h"
#include "descriptor.h"
#include "environment.h"
#include "launch.h"
#include "pump.h"
#include "relay.h"
#include "script.h"

enum how { EXITED = 0, SIGNALLED = 1, NOT_STARTED = 2 };
enum { SURVIVORS = 1, INCOMPLETE = 2 };

struct run {
  struct signals signals;
  struct relay relay;
  int64_t start; /* on the clock that stamps files */
  int64_t began; /* on the steady one */
};

/* A pipe for each of stdout and stderr, unless the caller has closed its own. */
static bool open_streams(struct stream streams[2], int writing[2]) {
  bool opened = true;
  for (int i = 0; i < 2; i++) {
    streams[i] = (struct stream){.from = -1, .to = i + 1};
    writing[i] = -1;
    int ends[2];
    if (!opened || !is_open(i + 1)) continue;
    opened = pipe2(ends, O_CLOEXEC) == 0;
    if (!opened) continue;
    streams[i].from = above_standard(ends[0]);
    writing[i] = above_standard(ends[1]);
  }
  return opened;
}

static void close_streams(struct stream streams[2]) {
  for (int i = 0; i < 2; i++) {
    if (streams[i].from >= 0) close(streams[i].from);
    streams[i].from = -1;
  }
}

static uint64_t microseconds(struct timeval time) {
  return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec;
}

static void report(const struct run *run, enum how how, int what, uint8_t flags) {
  struct bytes payload = {0};
  const struct rusage *usage = &run->relay.usage;
  bytes_put_u8(&payload, (uint8_t)how);
  bytes_put_u32(&payload, (uint32_t)what);
  bytes_put_u64(&payload, (uint64_t)run->start);
  bytes_put_u64(&payload, (uint64_t)(nanoseconds(CLOCK_MONOTONIC) - run->began));
  bytes_put_u64(&payload, microseconds(usage->ru_utime));
  bytes_put_u64(&payload, microseconds(usage->ru_stime));
  bytes_put_u64(&payload, (uint64_t)usage->ru_maxrss);
  bytes_put_u8(&payload, flags);
  if (!payload.failed) {
    send_later(run->relay.daemon, REPORT, payload.data, payload.length);
  }
  free(payload.data);
}

/*
 * The build may touch the outputs once the daemon has its copy. It then says which of them are
 * build scripts.
 */
static void await_done(struct connection *c) {
  struct frame frame = {.type = CANCEL};
  if (!send_rest_patiently(c)) return;
  do {
    if (!await_frame(c, &frame)) return;
  } while (frame.type == WAIT || frame.type == CANCEL);
  struct reader r = {.at = frame.payload, .end = frame.payload + frame.length};
  char **scripts = frame.type == DONE ? read_strings(&r) : NULL;
  for (size_t i = 0; scripts != NULL && scripts[i] != NULL; i++) launch_by_launcher(scripts[i]);
}

static _Noreturn void end_as(int status) {
  if (WIFSIGNALED(status)) die_of(WTERMSIG(status));
  _exit(WEXITSTATUS(status));
}

static _Noreturn void finish(struct run *run) {
  struct relay *r = &run->relay;
  uint8_t flags = some_survive() ? SURVIVORS : 0;
  signals_give_back(&run->signals);
  for (int i = 0; i < 2; i++) {
    if (r->streams[i].from >= 0) flags |= SURVIVORS;
    if (r->streams[i].caller_refuses) flags |= INCOMPLETE;
  }
  if (r->streams[0].from >= 0 || r->streams[1].from >= 0) leave_pump(r->streams);
  if (WIFSIGNALED(r->status)) {
    report(run, SIGNALLED, WTERMSIG(r->status), flags);
  } else {
    report(run, EXITED, WEXITSTATUS(r->status), flags);
  }
  await_done(r->daemon);
  end_as(r->status);
}

static void cancel(struct run *run) {
  kill_descendants();
  close_streams(run->relay.streams);
  send_later(run->relay.daemon, CANCELLED, NULL, 0);
  send_rest_patiently(run->relay.daemon);
}

static bool start(struct run *run, const struct program *program, const struct answer *answer) {
  struct launch how = {.path = program->path, .argv = answer->argv, .signals = &run->signals};
  char **environment = environment_edited(environ, answer->edits);
  if (environment != NULL) how.environment = with_program_listed(environment, program);
  if (how.environment == NULL || !signals_take(&run->signals)) return false;
  run->relay.may_cancel = !have_children() && can_kill_descendants();
  run->start = nanoseconds(CLOCK_REALTIME_COARSE);
  run->began = nanoseconds(CLOCK_MONOTONIC);
  bool opened = open_streams(run->relay.streams, how.printed);
  adopt_descendants();
  run->relay.child = opened ? launch(&how) : -1;
  int error = errno;
  for (int i = 0; i < 2; i++) {
    if (how.printed[i] >= 0) close(how.printed[i]);
  }
  if (run->relay.child >= 0) return true;
  report(run, NOT_STARTED, error, 0);
  close_streams(run->relay.streams);
  return false;
}

void run_observed(struct connection *c, const struct program *program,
                  const struct answer *answer) {
  static struct run run;
  run.relay = (struct relay){.daemon = c, .signals = &run.signals};
  run.signals.descriptor = -1;
  if (start(&run, program, answer)) {
    relay(&run.relay);
    if (!run.relay.cancelled) finish(&run);
    cancel(&run);
  } else {
    connection_drop(c);
  }
  stop_adopting();
  if (run.signals.descriptor >= 0) {
    close(run.signals.descriptor);
    signals_restore(&run.signals);
  }
}

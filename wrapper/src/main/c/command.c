#include "command.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"
#include "complain.h"
#include "connect.h"
#include "descriptor.h"
#include "environment.h"
#include "image.h"
#include "request.h"
#include "runtime.h"
#include "start.h"

enum { TROUBLE = 2 };

static _Noreturn void fail(const char *what, const char *detail) {
  say(2, "larder: error: ", what, detail, NULL);
  _exit(TROUBLE);
}

static bool has(char **argv, const char *argument) {
  for (size_t i = 1; argv[0] != NULL && argv[i] != NULL; i++) {
    if (strcmp(argv[i], argument) == 0) return true;
  }
  return false;
}

/* The daemon's program answers by itself what needs no daemon. */
static _Noreturn void run_in_foreground(char **argv) {
  const char *program = daemon_program();
  size_t count = 0;
  while (argv[count] != NULL) count++;
  char **own = calloc(count + 3, sizeof *own);
  if (program == NULL || own == NULL) fail("can not tell where Larder is installed", "");
  own[0] = (char *)program;
  own[1] = "--command";
  if (count > 1) memcpy(own + 2, argv + 1, (count - 1) * sizeof *own);
  execve(program, own, environ);
  say(2, "larder: error: can not execute ", program, ": ", strerror(errno), NULL);
  _exit(TROUBLE);
}

/* Prints what the daemon says as it comes. */
static _Noreturn void obey(struct connection *c, char **argv) {
  struct frame frame;
  bool printed = false;
  while (await_frame(c, &frame)) {
    struct reader r = {.at = frame.payload, .end = frame.payload + frame.length};
    switch (frame.type) {
      case WAIT:
        break;
      case STDOUT:
      case STDERR:
        printed = true;
        write_all(frame.type == STDOUT ? 1 : 2, frame.payload, frame.length);
        break;
      case EXIT:
        _exit((int)read_u32(&r));
      case EXEC:
        if (!printed) run_in_foreground(argv);
        fail("the server broke off its answer", "");
      default:
        fail("the server gave an answer that has no meaning", "");
    }
    forget_received(c);
  }
  fail("the server does not answer", "");
}

static const char *socket_path(const struct runtime *runtime) {
  static char path[PATH_MAX + 64];
  snprintf(path, sizeof path, "%s/%s", runtime->directory, runtime->socket);
  return path;
}

static _Noreturn void start_server(const struct runtime *runtime, int socket) {
  say(1, "larder: Starting the server...", NULL);
  if (socket >= 0) fail("the server is already running on ", socket_path(runtime));
  if (start_daemon(runtime, true) < 0) fail("the server could not be started", "");
  say(1, "larder: Listening on ", socket_path(runtime), NULL);
  _exit(0);
}

_Noreturn void run_command(char **argv) {
  static struct runtime runtime;
  if (!runtime_names(&runtime)) fail("the runtime directory's name is too long", "");
  bool starts = has(argv, "--start-server");
  bool needs_daemon = starts || has(argv, "--zero-stats") || has(argv, "-z");
  bool private = needs_daemon ? runtime_make(&runtime) : runtime_is_private(&runtime);
  if (needs_daemon && !private) {
    fail("not a directory of yours alone: ", runtime.directory);
  }
  struct connection c = {.silence_ms =
                             variable_milliseconds("LARDER_SILENCE_TIMEOUT", DEFAULT_SILENCE_MS)};
  c.socket = private ? connect_daemon(&runtime, c.silence_ms) : -1;
  if (starts) start_server(&runtime, c.socket);
  if (c.socket < 0 && needs_daemon) c.socket = start_daemon(&runtime, true);
  if (c.socket < 0 && needs_daemon) fail("the server could not be started", "");
  if (c.socket < 0 && has(argv, "--stop-server")) {
    say(1, "Stopping larder server...", NULL);
    fail("couldn't connect to server", "");
  }
  if (c.socket < 0) run_in_foreground(argv);
  char self[PATH_MAX] = "";
  if (readlink("/proc/self/exe", self, sizeof self - 1) < 0) self[0] = 0;
  struct bytes request = {0};
  if (!compose_request(&request, COMMAND, self, argv) || !send_patiently(&c, &request))
    fail("the server does not answer", "");
  obey(&c, argv);
}

_Noreturn void run_daemon(void) {
  static struct runtime runtime;
  if (!runtime_names(&runtime)) fail("the runtime directory's name is too long", "");
  if (!runtime_make(&runtime)) fail("not a directory of yours alone: ", runtime.directory);
  close_others(3, -1, -1);
  char **environment = environment_for_daemon(environ);
  if (environment != NULL) become_daemon(&runtime, environment);
  say(2, "larder: error: can not execute the server: ", strerror(errno), NULL);
  _exit(TROUBLE);
}

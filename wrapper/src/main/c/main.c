/*
 * The wrapper: stands where a compiler stood, asks the daemon, and obeys. Whatever goes wrong, it
 * becomes the real compiler as if Larder were absent. docs/PROTOCOL.md has the conversation.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"
#include "command.h"
#include "connect.h"
#include "environment.h"
#include "program.h"
#include "request.h"
#include "run.h"
#include "runtime.h"
#include "script.h"
#include "serve.h"
#include "standing.h"
#include "start.h"

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash != NULL ? slash + 1 : path;
}

/* Names under which the wrapper takes a compiler, or a command, as its arguments. */
static bool is_plain(const char *name) {
  return strcmp(name, "larder") == 0 || strcmp(name, "sccache") == 0;
}

/* The compiler that a name of the wrapper's stands for. */
static const char *stands_for(const char *name) {
  if (strcmp(name, "larder-cc") == 0) return "cc";
  if (strcmp(name, "larder-c++") == 0) return "c++";
  return name;
}

static bool is_ours(const char *name) {
  return is_plain(name) || stands_for(name) != name;
}

/* `larder larder gcc`, or `larder /links/gcc` where that is a link to the wrapper. */
static bool names_wrapper(const char *argument, struct identity self) {
  if (strchr(argument, '/') != NULL) return is_file(argument, self);
  return is_ours(argument) && path_leads_to(argument, self);
}

static bool is_command(const char *argument) {
  return argument[0] == '-' || strcmp(argument, "explain") == 0 || strcmp(argument, "keys") == 0;
}

/* The launcher of a build script gives its path, and then what the script is called with. */
static bool is_script(char **argv) {
  return strcmp(argv[0], SCRIPT_NAME) == 0 && argv[1] != NULL && argv[2] != NULL;
}

/* What the caller means; a command is run at once. */
static struct program find_compiler(char **argv) {
  if (is_script(argv)) return (struct program){.name = argv[1], .path = argv[1], .argv = argv + 2};
  struct identity self = own_identity();
  for (;;) {
    const char *name = base_name(argv[0]);
    if (!is_plain(name)) return find_program(argv, stands_for(name), true, self);
    if (argv[1] == NULL) {
      if (variable_is_on("LARDER_START_SERVER") || variable_is_on("SCCACHE_START_SERVER")) {
        run_daemon();
      }
      run_command(argv);
    }
    if (is_command(argv[1])) run_command(argv);
    argv++;
    if (!names_wrapper(argv[0], self)) return find_program(argv, argv[0], false, self);
  }
}

/* A socket on which a daemon of this image listens, started if need be; -1 if there is none. */
static int reach_daemon(const struct runtime *runtime, int silence_ms) {
  int socket = connect_daemon(runtime, silence_ms);
  return socket < 0 && nobody_listens(errno) ? start_daemon(runtime, false) : socket;
}

/* Returns if the real compiler is to take this process's place. */
static void converse(const struct program *program) {
  int silence_ms = variable_milliseconds("LARDER_SILENCE_TIMEOUT", DEFAULT_SILENCE_MS);
  static struct runtime runtime;
  struct bytes request = {0};
  if (!runtime_names(&runtime)) return;
  if (!runtime_is_private(&runtime) && !runtime_make(&runtime)) return;
  if (!compose_request(&request, COMPILE, program->path, program->argv)) return;
  serve_standing(&runtime, &request);
  struct connection c = {.silence_ms = silence_ms, .socket = reach_daemon(&runtime, silence_ms)};
  if (c.socket < 0 || !send_patiently(&c, &request)) return;
  free(request.data);
  for (;;) {
    struct answer answer = await_answer(&c);
    switch (answer.verdict) {
      case ALONE:
        return;
      case SERVED:
        serve(&c, &answer);
        return;
      case OBSERVED:
        run_observed(&c, program, &answer); /* comes back if this run was cancelled */
    }
  }
}

int main(int argc, char **argv) {
  static char *nothing[] = {"larder", NULL};
  struct program compiler = find_compiler(argc > 0 ? argv : nothing);
  if (compiler.path != NULL && !variable_is_on("LARDER_DISABLE")) converse(&compiler);
  become(&compiler);
}

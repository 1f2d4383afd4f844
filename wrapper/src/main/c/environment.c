#include "environment.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *variable(const char *name) {
  const char *value = getenv(name);
  return value != NULL && value[0] != 0 ? value : NULL;
}

bool variable_is_on(const char *name) {
  const char *value = variable(name);
  return value != NULL && (strcmp(value, "1") == 0 || strcasecmp(value, "true") == 0 ||
                           strcasecmp(value, "on") == 0 || strcasecmp(value, "yes") == 0);
}

int variable_milliseconds(const char *name, int otherwise) {
  const char *value = variable(name);
  if (value == NULL) return otherwise;
  char *end;
  long number = strtol(value, &end, 10);
  return *end == 0 && number > 0 && number <= 3600 * 1000 ? (int)number : otherwise;
}

/* The length of what names the variable in `NAME=VALUE` or `NAME`. */
static size_t name_length(const char *entry) {
  return strcspn(entry, "=");
}

static bool same_name(const char *a, const char *b) {
  size_t length = name_length(a);
  return length == name_length(b) && memcmp(a, b, length) == 0;
}

static size_t count(char *const *strings) {
  size_t n = 0;
  while (strings[n] != NULL) n++;
  return n;
}

static void edit(char **environment, char *change) {
  size_t kept = 0;
  bool sets = change[name_length(change)] == '=';
  for (size_t i = 0; environment[i] != NULL; i++) {
    if (!same_name(environment[i], change)) {
      environment[kept++] = environment[i];
    } else if (sets) {
      environment[kept++] = change;
      sets = false;
    }
  }
  if (sets) environment[kept++] = change;
  environment[kept] = NULL;
}

char **environment_edited(char *const *environment, char *const *edits) {
  size_t present = count(environment);
  char **edited = calloc(present + count(edits) + 1, sizeof *edited);
  if (edited == NULL) return NULL;
  memcpy(edited, environment, present * sizeof *edited);
  for (size_t i = 0; edits[i] != NULL; i++) edit(edited, edits[i]);
  return edited;
}

static bool starts_with(const char *string, const char *prefix) {
  return strncmp(string, prefix, strlen(prefix)) == 0;
}

static bool daemon_may_know(const char *entry) {
  if (starts_with(entry, "LARDER_REGION=") || starts_with(entry, "LARDER_PROGRAMS=") ||
      starts_with(entry, "LARDER_READY_FD=")) {
    return false;
  }
  static const char *const wanted[] = {"HOME=", "PATH=", "TMPDIR=", "XDG_", "LARDER_", "SCCACHE_"};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    if (starts_with(entry, wanted[i])) return true;
  }
  return false;
}

char **environment_for_daemon(char *const *environment) {
  char **reduced = calloc(count(environment) + 2, sizeof *reduced);
  if (reduced == NULL) return NULL;
  size_t kept = 0;
  reduced[kept++] = "LC_ALL=C.UTF-8";
  for (size_t i = 0; environment[i] != NULL; i++) {
    if (daemon_may_know(environment[i])) reduced[kept++] = environment[i];
  }
  return reduced;
}

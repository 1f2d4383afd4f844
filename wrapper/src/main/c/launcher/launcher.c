/*
 * Stands in the place of a cargo build script, the real one beside it. If the build that runs it
 * uses Larder, that is asked to run the script or to do what it did; else the script is run.
 *
 * cargo says to a script which wrapper it puts before rustc: so a build without Larder in the same
 * directory, one with a newer Larder, and one after Larder is gone, all do as they should.
 */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../environment.h"

/* Where the real script lies, and the name by which the wrapper knows what to do. */
#define SCRIPT "larder-build-script"

static char *last_slash(char *path) {
  return strrchr(path, '/');
}

static bool is_executable(const char *path) {
  struct stat file;
  return stat(path, &file) == 0 && S_ISREG(file.st_mode) && access(path, X_OK) == 0;
}

/* The script, beside this program: "" if it can not be told. */
static const char *script(const char *called) {
  static char path[PATH_MAX + sizeof SCRIPT];
  ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
  if (length <= 0) { /* no /proc here: cargo calls it by its path */
    length = (ssize_t)strlen(called);
    if (length > PATH_MAX) return "";
    memcpy(path, called, (size_t)length);
  }
  path[length] = 0;
  char *slash = last_slash(path);
  if (slash == NULL) return "";
  strcpy(slash + 1, SCRIPT);
  return path;
}

/* The first program of that name in PATH, into `found`. */
static bool search(const char *name, char *found, size_t size) {
  const char *rest = getenv("PATH");
  while (rest != NULL) {
    int length = (int)strcspn(rest, ":");
    const char *element = length > 0 ? rest : ".";
    int written = snprintf(found, size, "%.*s/%s", length > 0 ? length : 1, element, name);
    if (written > 0 && (size_t)written < size && is_executable(found)) return true;
    rest = rest[length] == ':' ? rest + length + 1 : NULL;
  }
  return false;
}

/* Whether a variable names the wrapper of an installed Larder; its path is put into `real`. */
static bool names_larder(const char *variable, char real[PATH_MAX]) {
  const char *value = getenv(variable);
  char found[PATH_MAX];
  char image[PATH_MAX + 16];
  if (value == NULL || value[0] == 0) return false;
  if (strchr(value, '/') == NULL) {
    if (!search(value, found, sizeof found)) return false;
    value = found;
  }
  if (realpath(value, real) == NULL) return false;
  strcpy(image, real);
  for (int up = 0; up < 2; up++) {
    char *slash = last_slash(image);
    if (slash == NULL) return false;
    *slash = 0;
  }
  strcat(image, "/lib/larderd");
  return is_executable(image);
}

/* Returns if it can not be executed. */
static void ask(const char *larder, const char *real, char **argv) {
  size_t count = 0;
  while (argv[count] != NULL) count++;
  char **asking = calloc(count + 3, sizeof *asking);
  if (asking == NULL) return;
  asking[0] = SCRIPT;
  asking[1] = (char *)real;
  memcpy(asking + 2, argv, count * sizeof *asking);
  execv(larder, asking);
  free(asking);
}

int main(int argc, char **argv) {
  const char *real = script(argc > 0 ? argv[0] : "");
  char larder[PATH_MAX];
  if (argc > 0 && is_executable(real) && !variable_is_on("LARDER_DISABLE") &&
      (names_larder("RUSTC_WRAPPER", larder) || names_larder("RUSTC_WORKSPACE_WRAPPER", larder))) {
    ask(larder, real, argv);
  }
  execv(real, argv);
  fprintf(stderr, "larder: error: can not run the build script %s: %s\n", real, strerror(errno));
  fprintf(stderr, "larder: `cargo clean` and another build will make it anew\n");
  return 127;
}

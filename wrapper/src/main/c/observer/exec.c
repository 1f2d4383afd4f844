/*
 * Programs executed in place of the caller: reported before the call, given our variables, and told
 * apart from those that can not be observed.
 */
#define _GNU_SOURCE
#include <alloca.h>
#include <limits.h>
#include <stdarg.h>
#include <unistd.h>

#include "kernel.h"
#include "observer.h"

struct launch launch_begin(int flags, int directory, const char *path) {
  struct launch launch = {NULL, environment_ours};
  bool loads = true;
  if (!environment_ours || kernel_faccessat(directory, path, F_OK) == -EFAULT) return launch;
  const char *reason = program_blindness(directory, path, &loads);
  launch.with_ours = loads;
  if (reason && wants(KIND_BLIND)) {
    struct place place;
    place_open(&place, directory, path);
    struct piece pieces[5];
    int count = 0;
    while (count < place.count) {
      pieces[count] = place.pieces[count];
      count++;
    }
    pieces[count++] = (struct piece){"", 1};
    pieces[count++] = (struct piece){reason, __builtin_strlen(reason)};
    region_publish(region_reserve(KIND_BLIND, flags, 0, 0, pieces, count), STATE_DONE);
    place_close(&place);
  }
  if (wants(KIND_EXEC)) launch.record = begin_path(KIND_EXEC, flags, directory, path);
  return launch;
}

void launch_end(struct launch *launch, int error, uint32_t child) {
  if (!launch->record) return;
  launch->record->extra = child;
  finish(launch->record, error);
}

/* libc's own default, when there is no PATH. */
#define DEFAULT_PATH "/bin:/usr/bin"

static const char *search_list(void) {
  const char *list = environment_find(environ, "PATH");
  return list ? list : DEFAULT_PATH;
}

size_t search_room(const char *file) {
  return __builtin_strlen(search_list()) + __builtin_strlen(file) + 2;
}

/* Searches as execvp does. Where nothing was found is reported, since a program that appears there
 * changes the run. */
bool search_path(const char *file, char *found) {
  const char *list = search_list();
  const size_t length = __builtin_strlen(file) + 1;
  for (const char *item = file; *item; item++) {
    if (*item != '/') continue;
    __builtin_memcpy(found, file, length);
    return true;
  }
  while (length > 1) {
    struct stat status;
    size_t item = 0;
    size_t at = 0;
    while (list[item] && list[item] != ':') item++;
    __builtin_memcpy(found, list, item);
    at = item;
    if (item) found[at++] = '/';
    __builtin_memcpy(found + at, file, length);
    int error = kernel_fstatat(AT_FDCWD, found, &status, 0);
    if (!error && S_ISREG(status.st_mode)) {
      error = kernel_faccessat(AT_FDCWD, found, X_OK);
      if (!error) return true;
    }
    NOTE_PATH(KIND_PROBE, 0, AT_FDCWD, found, -error);
    if (!list[item]) break;
    list += item + 1;
  }
  return false;
}

/* The environment for the launch, on the caller's stack, or the one given. */
#define ENVIRONMENT(launch, given) \
  ((launch).with_ours ? environment_with_ours((given), alloca(environment_room(given))) : (given))

EXPORT int execve(const char *path, char *const arguments[], char *const environment[]) {
  struct launch launch = launch_begin(0, AT_FDCWD, path);
  const int answer = NEXT(execve)(path, arguments, ENVIRONMENT(launch, environment));
  launch_end(&launch, ERROR_OF(answer), 0);
  return answer;
}

EXPORT int execv(const char *path, char *const arguments[]) {
  return execve(path, arguments, environ);
}

EXPORT int execvpe(const char *file, char *const arguments[], char *const environment[]) {
  if (!environment_ours || !file) return NEXT(execvpe)(file, arguments, environment);
  char *found = alloca(search_room(file));
  struct launch launch = launch_begin(0, AT_FDCWD, search_path(file, found) ? found : file);
  const int answer = NEXT(execvpe)(file, arguments, ENVIRONMENT(launch, environment));
  launch_end(&launch, ERROR_OF(answer), 0);
  return answer;
}

EXPORT int execvp(const char *file, char *const arguments[]) {
  return execvpe(file, arguments, environ);
}

EXPORT int execveat(int directory, const char *path, char *const arguments[],
                    char *const environment[], int flags) {
  const int base = path && !*path && !(flags & AT_EMPTY_PATH) ? -1 : directory;
  struct launch launch = launch_begin(0, base, path);
  const int answer =
      NEXT(execveat)(directory, path, arguments, ENVIRONMENT(launch, environment), flags);
  launch_end(&launch, ERROR_OF(answer), 0);
  return answer;
}

EXPORT int fexecve(int descriptor, char *const arguments[], char *const environment[]) {
  struct launch launch = launch_begin(0, descriptor, "");
  const int answer = NEXT(fexecve)(descriptor, arguments, ENVIRONMENT(launch, environment));
  launch_end(&launch, ERROR_OF(answer), 0);
  return answer;
}

/* The arguments of execl and its kin as an array on the caller's stack; `list` is left behind the
 * NULL. */
#define COLLECT(arguments, first, list)                                        \
  do {                                                                         \
    size_t count = 1;                                                          \
    va_start(list, first);                                                     \
    while (va_arg(list, char *)) count++;                                      \
    va_end(list);                                                              \
    (arguments) = alloca((count + 1) * sizeof(char *));                        \
    (arguments)[0] = (char *)(first);                                          \
    va_start(list, first);                                                     \
    for (size_t i = 1; i <= count; i++) (arguments)[i] = va_arg(list, char *); \
  } while (0)

EXPORT int execl(const char *path, const char *first, ...) {
  char **arguments;
  va_list list;
  COLLECT(arguments, first, list);
  va_end(list);
  return execve(path, arguments, environ);
}

EXPORT int execlp(const char *file, const char *first, ...) {
  char **arguments;
  va_list list;
  COLLECT(arguments, first, list);
  va_end(list);
  return execvpe(file, arguments, environ);
}

EXPORT int execle(const char *path, const char *first, ...) {
  char **arguments;
  va_list list;
  COLLECT(arguments, first, list);
  char **environment = va_arg(list, char **);
  va_end(list);
  return execve(path, arguments, environment);
}

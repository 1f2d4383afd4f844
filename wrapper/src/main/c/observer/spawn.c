/*
 * Programs executed beside the caller.
 */
#define _GNU_SOURCE
#include <alloca.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "observer.h"

int pidfd_spawn(int *descriptor, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const arguments[],
                char *const environment[]);
int pidfd_spawnp(int *descriptor, const char *file, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attributes, char *const arguments[],
                 char *const environment[]);

#define ENVIRONMENT(launch, given) \
  ((launch).with_ours ? environment_with_ours((given), alloca(environment_room(given))) : (given))

EXPORT int posix_spawn(pid_t *child, const char *path, const posix_spawn_file_actions_t *actions,
                       const posix_spawnattr_t *attributes, char *const arguments[],
                       char *const environment[]) {
  struct launch launch = launch_begin(EXEC_SPAWNED, AT_FDCWD, path);
  pid_t pid = 0;
  const int error = NEXT(posix_spawn)(&pid, path, actions, attributes, arguments,
                                      ENVIRONMENT(launch, environment));
  launch_end(&launch, error, (uint32_t)pid);
  if (child && !error) *child = pid;
  return error;
}

EXPORT int posix_spawnp(pid_t *child, const char *file, const posix_spawn_file_actions_t *actions,
                        const posix_spawnattr_t *attributes, char *const arguments[],
                        char *const environment[]) {
  if (!environment_ours || !file) {
    return NEXT(posix_spawnp)(child, file, actions, attributes, arguments, environment);
  }
  char *found = alloca(search_room(file));
  struct launch launch =
      launch_begin(EXEC_SPAWNED, AT_FDCWD, search_path(file, found) ? found : file);
  pid_t pid = 0;
  const int error = NEXT(posix_spawnp)(&pid, file, actions, attributes, arguments,
                                       ENVIRONMENT(launch, environment));
  launch_end(&launch, error, (uint32_t)pid);
  if (child && !error) *child = pid;
  return error;
}

/* The child's pid is not known from its descriptor without more calls; its START tells its parent.
 */
EXPORT int pidfd_spawn(int *descriptor, const char *path, const posix_spawn_file_actions_t *actions,
                       const posix_spawnattr_t *attributes, char *const arguments[],
                       char *const environment[]) {
  struct launch launch = launch_begin(EXEC_SPAWNED, AT_FDCWD, path);
  const int error = NEXT(pidfd_spawn)(descriptor, path, actions, attributes, arguments,
                                      ENVIRONMENT(launch, environment));
  launch_end(&launch, error, 0);
  return error;
}

EXPORT int pidfd_spawnp(int *descriptor, const char *file,
                        const posix_spawn_file_actions_t *actions,
                        const posix_spawnattr_t *attributes, char *const arguments[],
                        char *const environment[]) {
  if (!environment_ours || !file) {
    return NEXT(pidfd_spawnp)(descriptor, file, actions, attributes, arguments, environment);
  }
  char *found = alloca(search_room(file));
  struct launch launch =
      launch_begin(EXEC_SPAWNED, AT_FDCWD, search_path(file, found) ? found : file);
  const int error = NEXT(pidfd_spawnp)(descriptor, file, actions, attributes, arguments,
                                       ENVIRONMENT(launch, environment));
  launch_end(&launch, error, 0);
  return error;
}

/* What system and popen execute. */
#define SHELL "/bin/sh"

EXPORT int system(const char *command) {
  if (!environment_ours || !command) return NEXT(system)(command);
  struct launch launch = launch_begin(EXEC_SPAWNED, AT_FDCWD, SHELL);
  char **before = environ;
  char **shown = environment_show(alloca(environment_room(environ)));
  const int answer = NEXT(system)(command);
  environment_unshow(shown, before);
  launch_end(&launch, ERROR_OF(answer), 0);
  return answer;
}

EXPORT FILE *popen(const char *command, const char *mode) {
  if (!environment_ours) return NEXT(popen)(command, mode);
  struct launch launch = launch_begin(EXEC_SPAWNED, AT_FDCWD, SHELL);
  char **before = environ;
  char **shown = environment_show(alloca(environment_room(environ)));
  FILE *stream = NEXT(popen)(command, mode);
  environment_unshow(shown, before);
  launch_end(&launch, stream ? 0 : errno, 0);
  return stream;
}

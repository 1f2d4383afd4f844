#include "program.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "complain.h"
#include "environment.h"
#include "programs.h"

bool same_file(struct identity a, struct identity b) {
  return a.inode == b.inode && a.device == b.device;
}

struct identity own_identity(void) {
  struct stat self;
  if (stat("/proc/self/exe", &self) != 0) return (struct identity){0, 0};
  return (struct identity){self.st_dev, self.st_ino};
}

bool is_file(const char *path, struct identity self) {
  struct stat file;
  return stat(path, &file) == 0 && same_file((struct identity){file.st_dev, file.st_ino}, self);
}

/*
 * The next candidate for `name` in what is left of PATH, in `candidate`; an empty element is the
 * working directory. False at the end.
 */
static bool next_candidate(const char **rest, const char *name, char *candidate, size_t size) {
  while (*rest != NULL) {
    const char *element = *rest;
    size_t length = strcspn(element, ":");
    *rest = element[length] == ':' ? element + length + 1 : NULL;
    if (length == 0) {
      element = ".";
      length = 1;
    }
    if (length + 1 + strlen(name) + 1 > size) continue;
    memcpy(candidate, element, length);
    candidate[length] = '/';
    strcpy(candidate + length + 1, name);
    return true;
  }
  return false;
}

/* An executable file: 0 and its identity; else errno. */
static int examine(const char *path, struct identity *identity) {
  struct stat file;
  if (stat(path, &file) != 0) return errno;
  if (!S_ISREG(file.st_mode) || access(path, X_OK) != 0) return EACCES;
  *identity = (struct identity){file.st_dev, file.st_ino};
  return 0;
}

static const char *search_path(void) {
  const char *path = getenv("PATH");
  return path != NULL ? path : "/bin:/usr/bin"; /* what execvp takes where PATH is unset */
}

bool path_leads_to(const char *name, struct identity self) {
  char candidate[4096];
  const char *rest = search_path();
  struct identity identity = {0};
  while (next_candidate(&rest, name, candidate, sizeof candidate)) {
    if (examine(candidate, &identity) == 0) return same_file(identity, self);
  }
  return false;
}

/*
 * Passes over this program and those that wrappers above execute. Where nothing else is left, one
 * of the latter is taken all the same: a program may well run itself. The limit of LARDER_PROGRAMS
 * ends what turns out to be a loop.
 */
static void search(const char *name, struct identity self, struct program *program,
                   bool *passed_over) {
  char candidate[4096];
  const char *rest = search_path();
  program->error = ENOENT;
  while (next_candidate(&rest, name, candidate, sizeof candidate)) {
    struct identity identity;
    int error = examine(candidate, &identity);
    if (error == EACCES) program->error = EACCES;
    if (error != 0) continue;
    bool own = same_file(identity, self);
    bool listed = !own && is_listed(identity);
    *passed_over |= own || listed;
    if (own || (listed && program->path != NULL)) continue;
    free((char *)program->path);
    program->path = strdup(candidate);
    program->identity = identity;
    if (!listed) return;
  }
}

struct program find_program(char **argv, const char *name, bool masquerade, struct identity self) {
  struct program program = {.name = name, .argv = argv};
  bool full_path = masquerade;
  if (!masquerade && strchr(name, '/') != NULL) {
    struct stat file;
    program.path = name;
    if (stat(name, &file) == 0) {
      program.identity = (struct identity){file.st_dev, file.st_ino};
    }
    return program;
  }
  if (name[0] == 0) {
    program.error = ENOENT;
    return program;
  }
  search(name, self, &program, &full_path);
  if (program.path != NULL && full_path) argv[0] = (char *)program.path;
  return program;
}

/* A file without `#!` is a script for the shell: so execvp has it, and with it every caller. */
static void execute_script(const char *path, char **argv, char **environment) {
  size_t count = 0;
  while (argv[count] != NULL) count++;
  char **script = calloc(count + 3, sizeof *script);
  if (script == NULL) return;
  script[0] = "/bin/sh";
  script[1] = (char *)path;
  if (count > 1) memcpy(script + 2, argv + 1, (count - 1) * sizeof *script);
  execve(script[0], script, environment);
}

void execute(const char *path, char **argv, char **environment) {
  execve(path, argv, environment);
  if (errno == ENOEXEC) execute_script(path, argv, environment);
}

char **with_program_listed(char **environment, const struct program *program) {
  if (program->identity.inode == 0) return environment;
  char *edits[] = {programs_with(program->identity), NULL};
  if (edits[0] == NULL) {
    errno = ELOOP;
    return NULL;
  }
  return environment_edited(environment, edits);
}

static _Noreturn void can_not_execute(const char *name, int error) {
  if (error == ENOENT && strchr(name, '/') == NULL) { /* as a shell has it */
    complain(name, "command not found");
  } else if (error == ELOOP) {
    complain(name, "compiler wrappers call each other without end");
  } else {
    complain(name, strerror(error));
  }
  _exit(error == ENOENT ? 127 : 126);
}

_Noreturn void become(const struct program *program) {
  if (program->path == NULL) can_not_execute(program->name, program->error);
  char **environment = with_program_listed(environ, program);
  if (environment == NULL) can_not_execute(program->name, errno);
  execute(program->path, program->argv, environment);
  /* What the list adds may be what is too much. */
  if (errno == E2BIG) execute(program->path, program->argv, environ);
  can_not_execute(program->name, errno);
}

/* The program that the caller means: found in the caller's PATH, never this one. */
#ifndef LARDER_PROGRAM_H
#define LARDER_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

struct identity {
  dev_t device;
  ino_t inode;
};

struct program {
  const char *name; /* as the caller gave it */
  const char *path; /* as execve would be given it; NULL if nothing was found */
  char **argv;      /* as the program shall see it */
  struct identity identity;
  int error; /* why nothing was found */
};

/* This very program, as /proc/self/exe names it; all zero if it can not be told. */
struct identity own_identity(void);

bool same_file(struct identity a, struct identity b);

/* `path` names this program. */
bool is_file(const char *path, struct identity self);

/*
 * The first file of that name in PATH is this program, so whoever gave the name meant the wrapper.
 */
bool path_leads_to(const char *name, struct identity self);

/*
 * Looks for argv[0]. With `masquerade` it is a name to be found in PATH even if it has a slash, and
 * the program gets the full path as its argv[0]; so it does when a wrapper was passed over.
 */
struct program find_program(char **argv, const char *name, bool masquerade, struct identity self);

/* Executes it in place of this process; returns only on failure, with errno. */
void execute(const char *path, char **argv, char **environment);

/* The environment in which the program is to be executed: LARDER_PROGRAMS names it. NULL: errno. */
char **with_program_listed(char **environment, const struct program *program);

/* Becomes the real compiler, as if Larder were absent, or says why not as a shell would. */
_Noreturn void become(const struct program *program);

#endif

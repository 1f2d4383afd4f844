/* Throws its environment away, and goes on in the way that the argument names. */
#define _GNU_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int main(int argc, char **argv) {
  char *arguments[] = {"/usr/bin/env", NULL};
  char *chosen[] = {"LD_PRELOAD=", "A=B", NULL};
  pid_t child;
  if (argc != 2) return 2;
  if (strcmp(argv[1], "clearenv") == 0) return clearenv() ? 1 : system("/usr/bin/env");
  if (strcmp(argv[1], "null") == 0) {
    environ = NULL;
    return system("/usr/bin/env");
  }
  if (strcmp(argv[1], "popen") == 0) {
    setenv("A", "B", 1);
    FILE *stream = popen("/usr/bin/env | grep -c .; exit 0", "r");
    char line[64] = "";
    if (!stream || !fgets(line, sizeof line, stream)) return 1;
    setenv("C", "D", 1);
    printf("%s%s\n", atoi(line) > 1 ? "some" : "none", getenv("C"));
    return pclose(stream);
  }
  if (strcmp(argv[1], "chosen") == 0) return execve(arguments[0], arguments, chosen);
  if (strcmp(argv[1], "nothing") == 0) return execve(arguments[0], arguments, NULL);
  if (strcmp(argv[1], "spawn") == 0) {
    if (posix_spawn(&child, arguments[0], NULL, NULL, arguments, chosen) != 0) return 1;
    return waitpid(child, NULL, 0) != child;
  }
  return 2;
}

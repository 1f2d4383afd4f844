#include "directory.h"

#include <stdio.h>
#include <string.h>

int directory_length(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash == NULL ? 0 : (int)(slash - path) + 1;
}

bool directory_of(const char *path, char directory[PATH_MAX]) {
  int length = snprintf(directory, PATH_MAX, "%.*s.", directory_length(path), path);
  return length > 0 && length < PATH_MAX;
}

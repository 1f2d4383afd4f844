#include "programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "environment.h"

/* Reads one `device-inode` and what follows it up to the next; NULL if there is none. */
static const char *next_listed(const char *list, struct identity *program) {
  while (*list != 0) {
    char *end;
    program->device = (dev_t)strtoull(list, &end, 16);
    bool read = end != list && *end == '-';
    const char *inode = end + 1;
    if (read) {
      program->inode = (ino_t)strtoull(inode, &end, 16);
      read = end != inode && (*end == ':' || *end == 0);
    }
    list += strcspn(list, ":");
    if (*list == ':') list++;
    if (read) return list;
  }
  return NULL;
}

bool is_listed(struct identity program) {
  const char *list = variable("LARDER_PROGRAMS");
  struct identity listed;
  while (list != NULL && (list = next_listed(list, &listed)) != NULL) {
    if (same_file(listed, program)) return true;
  }
  return false;
}

char *programs_with(struct identity program) {
  enum { ENTRY = 2 * 16 + 2 };
  char *value = malloc(sizeof "LARDER_PROGRAMS=" + MAX_PROGRAMS * ENTRY);
  if (value == NULL) return NULL;
  char *end = stpcpy(value, "LARDER_PROGRAMS=");
  const char *list = variable("LARDER_PROGRAMS");
  struct identity listed;
  int count = 0;
  while (list != NULL && (list = next_listed(list, &listed)) != NULL) {
    if (++count >= MAX_PROGRAMS) return NULL;
    end += sprintf(end, "%llx-%llx:", (unsigned long long)listed.device,
                   (unsigned long long)listed.inode);
  }
  sprintf(end, "%llx-%llx", (unsigned long long)program.device, (unsigned long long)program.inode);
  return value;
}

#include "runtime.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "descriptor.h"
#include "environment.h"

#ifndef LARDER_IMAGE_ID
#define LARDER_IMAGE_ID "0000000000000000"
#endif

static uint64_t fnv_1a(const char *string) {
  uint64_t hash = 0xcbf29ce484222325;
  for (; *string != 0; string++) hash = (hash ^ (unsigned char)*string) * 0x100000001b3;
  return hash;
}

/* What tells apart several daemons of one image, if the user wants several. */
static const char *instance(void) {
  static const char *const settings[] = {"LARDER_SERVER_UDS", "SCCACHE_SERVER_UDS",
                                         "LARDER_SERVER_PORT", "SCCACHE_SERVER_PORT"};
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
    const char *value = variable(settings[i]);
    if (value != NULL) return value;
  }
  return NULL;
}

static bool name_directory(char *directory, size_t size) {
  const char *value;
  int length;
  if ((value = variable("LARDER_RUNTIME_DIR")) != NULL) {
    length = snprintf(directory, size, "%s", value);
  } else if ((value = variable("XDG_RUNTIME_DIR")) != NULL) {
    length = snprintf(directory, size, "%s/larder", value);
  } else {
    length = snprintf(directory, size, "/tmp/larder-%u", (unsigned)geteuid());
  }
  return length >= 0 && (size_t)length < size;
}

bool runtime_names(struct runtime *runtime) {
  char base[40] = LARDER_IMAGE_ID;
  const char *value = instance();
  if (value != NULL) {
    snprintf(base, sizeof base, "%s-%016llx", LARDER_IMAGE_ID, (unsigned long long)fnv_1a(value));
  }
  snprintf(runtime->socket, sizeof runtime->socket, "%s.sock", base);
  snprintf(runtime->lock, sizeof runtime->lock, "%s.lock", base);
  snprintf(runtime->failed, sizeof runtime->failed, "%s.failed", base);
  snprintf(runtime->answers, sizeof runtime->answers, "%s.answers", base);
  return name_directory(runtime->directory, sizeof runtime->directory);
}

bool runtime_is_private(const struct runtime *runtime) {
  struct stat directory;
  return lstat(runtime->directory, &directory) == 0 && S_ISDIR(directory.st_mode) &&
         directory.st_uid == geteuid() && (directory.st_mode & 0777) == 0700;
}

bool runtime_make(const struct runtime *runtime) {
  mode_t callers = umask(077);
  int made = mkdir(runtime->directory, 0700);
  umask(callers);
  return (made == 0 || errno == EEXIST) && runtime_is_private(runtime);
}

int runtime_open(const struct runtime *runtime) {
  return above_standard(open(runtime->directory, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

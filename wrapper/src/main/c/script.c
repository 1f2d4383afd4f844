#include "script.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "copy.h"
#include "directory.h"
#include "image.h"

bool script_beside(const char *launcher, char script[PATH_MAX]) {
  int length = snprintf(script, PATH_MAX, "%.*s" SCRIPT_NAME, directory_length(launcher), launcher);
  return length > 0 && length < PATH_MAX;
}

static int copy_launcher(const char *path, const struct stat *script) {
  const char *launcher = image_file("/lib/launcher");
  struct stat program;
  if (launcher == NULL || stat(launcher, &program) != 0) return ENOENT;
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0700);
  if (file < 0) return errno;
  struct timespec times[2] = {script->st_atim, script->st_mtim};
  int error = copy_part(launcher, 0, (uint64_t)program.st_size, file);
  if (error == 0 && fchmod(file, script->st_mode & 0777) != 0) error = errno;
  if (error == 0 && futimens(file, times) != 0) error = errno;
  if (close(file) != 0 && error == 0) error = errno;
  return error;
}

int put_launcher(const char *path) {
  char real[PATH_MAX];
  char temporary[PATH_MAX];
  struct stat script;
  if (!script_beside(path, real)) return ENAMETOOLONG;
  int length = snprintf(temporary, sizeof temporary, "%s.larder-%d.tmp", path, (int)getpid());
  if (length < 0 || (size_t)length >= sizeof temporary) return ENAMETOOLONG;
  if (stat(real, &script) != 0) return errno;
  int error = copy_launcher(temporary, &script);
  if (error == 0 && rename(temporary, path) != 0) error = errno;
  if (error != 0) unlink(temporary);
  return error;
}

void launch_by_launcher(const char *path) {
  char real[PATH_MAX];
  if (!script_beside(path, real)) return;
  unlink(real);
  if (link(path, real) == 0 && put_launcher(path) != 0) unlink(real);
}

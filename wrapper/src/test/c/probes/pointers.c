/*
 * Makes calls with pointers that lead nowhere, and prints what they answer; and looks whether a
 * call that succeeds leaves errno alone.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>

#define TRY(call)                                                             \
  do {                                                                        \
    errno = 0;                                                                \
    const long answer = (long)(call);                                         \
    printf("%s %ld %s\n", #call, answer < 0 ? -1L : answer, strerror(errno)); \
  } while (0)

#define KEEP(call)                          \
  do {                                      \
    errno = 77;                             \
    (void)!(call);                          \
    printf("%s leaves %d\n", #call, errno); \
  } while (0)

static void try_path(const char *bad) {
  char text[64];
  struct stat status;
  struct statx extended;
  TRY(open(bad, O_RDONLY));
  TRY(open(bad, O_WRONLY | O_CREAT, 0666));
  TRY(openat(AT_FDCWD, bad, O_RDWR));
  TRY(creat(bad, 0666));
  TRY(stat(bad, &status));
  TRY(lstat(bad, &status));
  TRY(fstatat(AT_FDCWD, bad, &status, 0));
  TRY(statx(AT_FDCWD, bad, 0, STATX_ALL, &extended));
  TRY(statx(0, bad, 0, STATX_ALL, NULL));
  TRY(access(bad, R_OK));
  TRY(readlink(bad, text, sizeof text));
  TRY(readlink(bad, text, 0));
  TRY(unlink(bad));
  TRY(rename(bad, "x"));
  TRY(rename("x", bad));
  TRY(link(bad, bad));
  TRY(symlink(bad, bad));
  TRY(mkdir(bad, 0777));
  TRY(rmdir(bad));
  TRY(chmod(bad, 0666));
  TRY(truncate(bad, 0));
  TRY(chdir(bad));
  TRY(utime(bad, NULL));
  TRY(execve(bad, (char *[]){"x", NULL}, NULL));
  TRY(syscall(SYS_openat, AT_FDCWD, bad, O_RDONLY));
  TRY(syscall(SYS_statx, AT_FDCWD, bad, 0, STATX_ALL, &extended));
  TRY(syscall(SYS_renameat2, AT_FDCWD, bad, AT_FDCWD, bad, 0));
}

int main(void) {
  struct stat status;
  struct statx extended;
  const char *volatile null = NULL;
  const char *volatile wild = (const char *)16;
  try_path(null);
  try_path(wild);
  TRY(statx(AT_FDCWD, "", 0, STATX_ALL, &extended));
  TRY(statx(AT_FDCWD, ".", 0x40000000, STATX_ALL, &extended));
  TRY(fstatat(-5, "relative", &status, 0));
  TRY(openat(-5, "relative", O_RDONLY));
  TRY(openat(-5, "/", O_RDONLY | O_DIRECTORY) < 0);
  TRY(utimensat(STDIN_FILENO, NULL, NULL, 0));
  TRY(realpath(NULL, NULL) != NULL);
  KEEP(stat("/", &status));
  KEEP(access("/", F_OK));
  KEEP(getenv("NOTHING"));
  KEEP(time(NULL));
  KEEP(open("/dev/null", O_WRONLY));
  KEEP(chmod("/dev/null", 0666));
  return 0;
}

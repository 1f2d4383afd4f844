/*
 * `syscall`: calls that a program makes by their number. What has a twin in libc takes that road,
 * what is known to be harmless passes, the rest is odd.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "numbers.h"
#include "opening.h"

typedef long syscall_function(long, long, long, long, long, long, long);

#define CALL ((syscall_function *)next_function(NEXT_syscall))

/* Calls whose twin may be missing in this libc: made by number, and reported here. */
static bool made_by_number(long number, const long *is, long *answer) {
  const char *path = (const char *)is[1];
  struct record *record = NULL;
  switch (number) {
    case SYS_statx:
      *answer = CALL(number, is[0], is[1], is[2], is[3], is[4], is[5]);
      NOTE_PATH(KIND_PROBE, is[2] & AT_SYMLINK_NOFOLLOW ? PROBE_UNFOLLOWED : 0, (int)is[0], path,
                ERROR_OF(*answer));
      return true;
    case NUMBER_FACCESSAT2:
      *answer = CALL(number, is[0], is[1], is[2], is[3], is[4], is[5]);
      NOTE_PATH(KIND_PROBE, is[3] & AT_SYMLINK_NOFOLLOW ? PROBE_UNFOLLOWED : 0, (int)is[0], path,
                ERROR_OF(*answer));
      return true;
    case SYS_faccessat:
      *answer = CALL(number, is[0], is[1], is[2], is[3], is[4], is[5]);
      NOTE_PATH(KIND_PROBE, 0, (int)is[0], path, ERROR_OF(*answer));
      return true;
    case NUMBER_OPENAT2:
      *answer = CALL(number, is[0], is[1], is[2], is[3], is[4], is[5]);
      if (*answer >= 0 || errno == ENOENT) {
        opening_end(opening_begin((int)is[0], path, (int)*(const uint64_t *)is[2]), (int)is[0],
                    path, ERROR_OF(*answer), (int)*answer);
      }
      return true;
    case SYS_renameat2:
      if (wants(KIND_RENAME)) {
        record = begin_pair(0, (int)is[0], path, (int)is[2], (const char *)is[3]);
      }
      *answer = CALL(number, is[0], is[1], is[2], is[3], is[4], is[5]);
      finish(record, ERROR_OF(*answer));
      return true;
    case SYS_fchmodat:
    case NUMBER_FCHMODAT2:
      if (wants(KIND_WRITE)) {
        record = begin_path(KIND_WRITE, WRITE_ATTRIBUTES, (int)is[0], path);
      }
      *answer = CALL(number, is[0], is[1], is[2], is[3], is[4], is[5]);
      finish(record, ERROR_OF(*answer));
      return true;
    case SYS_getdents64:
#ifdef SYS_getdents
    case SYS_getdents:
#endif
      *answer = CALL(number, is[0], is[1], is[2], is[3], is[4], is[5]);
      if (*answer >= 0 && wants(KIND_LIST)) note_descriptor(KIND_LIST, 0, (int)is[0], 0);
      return true;
    case SYS_getcwd:
      *answer = CALL(number, is[0], is[1], is[2], is[3], is[4], is[5]);
      if (*answer > 0) NOTE_NAME(KIND_CWD, (const char *)is[0]);
      return true;
    default:
      return false;
  }
}

#define TEXT(i) ((char *)is[i])
#define NUMBER(i) ((int)is[i])

#ifdef SYS_open
/* Calls that newer machines do not have. */
static bool made_by_old_name(long number, const long *is, long *answer) {
  switch (number) {
    case SYS_open:
      return *answer = open(TEXT(0), NUMBER(1), (mode_t)is[2]), true;
    case SYS_creat:
      return *answer = creat(TEXT(0), (mode_t)is[1]), true;
    case SYS_stat:
      return *answer = stat(TEXT(0), (struct stat *)is[1]), true;
    case SYS_lstat:
      return *answer = lstat(TEXT(0), (struct stat *)is[1]), true;
    case SYS_access:
      return *answer = access(TEXT(0), NUMBER(1)), true;
    case SYS_readlink:
      return *answer = readlink(TEXT(0), TEXT(1), (size_t)is[2]), true;
    case SYS_unlink:
      return *answer = unlink(TEXT(0)), true;
    case SYS_rmdir:
      return *answer = rmdir(TEXT(0)), true;
    case SYS_mkdir:
      return *answer = mkdir(TEXT(0), (mode_t)is[1]), true;
    case SYS_mknod:
      return *answer = mknod(TEXT(0), (mode_t)is[1], (dev_t)is[2]), true;
    case SYS_rename:
      return *answer = rename(TEXT(0), TEXT(1)), true;
    case SYS_link:
      return *answer = link(TEXT(0), TEXT(1)), true;
    case SYS_symlink:
      return *answer = symlink(TEXT(0), TEXT(1)), true;
    case SYS_chmod:
      return *answer = chmod(TEXT(0), (mode_t)is[1]), true;
    case SYS_chown:
      return *answer = chown(TEXT(0), (uid_t)is[1], (gid_t)is[2]), true;
    case SYS_lchown:
      return *answer = lchown(TEXT(0), (uid_t)is[1], (gid_t)is[2]), true;
    default:
      return false;
  }
}
#else
static bool made_by_old_name(long number, const long *is, long *answer) {
  (void)number;
  (void)is;
  (void)answer;
  return false;
}
#endif

static bool made_by_name(long number, const long *is, long *answer) {
  switch (number) {
    case SYS_openat:
      return *answer = openat(NUMBER(0), TEXT(1), NUMBER(2), (mode_t)is[3]), true;
    case SYS_truncate:
      return *answer = truncate(TEXT(0), is[1]), true;
    case SYS_newfstatat:
      return *answer = fstatat(NUMBER(0), TEXT(1), (struct stat *)is[2], NUMBER(3)), true;
    case SYS_readlinkat:
      return *answer = readlinkat(NUMBER(0), TEXT(1), TEXT(2), (size_t)is[3]), true;
    case SYS_getxattr:
      return *answer = getxattr(TEXT(0), TEXT(1), TEXT(2), (size_t)is[3]), true;
    case SYS_lgetxattr:
      return *answer = lgetxattr(TEXT(0), TEXT(1), TEXT(2), (size_t)is[3]), true;
    case SYS_unlinkat:
      return *answer = unlinkat(NUMBER(0), TEXT(1), NUMBER(2)), true;
    case SYS_mkdirat:
      return *answer = mkdirat(NUMBER(0), TEXT(1), (mode_t)is[2]), true;
    case SYS_linkat:
      return *answer = linkat(NUMBER(0), TEXT(1), NUMBER(2), TEXT(3), NUMBER(4)), true;
    case SYS_symlinkat:
      return *answer = symlinkat(TEXT(0), NUMBER(1), TEXT(2)), true;
    case SYS_utimensat:
      return *answer = utimensat(NUMBER(0), TEXT(1), (struct timespec *)is[2], NUMBER(3)), true;
    case SYS_fchmod:
      return *answer = fchmod(NUMBER(0), (mode_t)is[1]), true;
    case SYS_fchown:
      return *answer = fchown(NUMBER(0), (uid_t)is[1], (gid_t)is[2]), true;
    case SYS_fchownat:
      return *answer = fchownat(NUMBER(0), TEXT(1), (uid_t)is[2], (gid_t)is[3], NUMBER(4)), true;
    case SYS_chdir:
      return *answer = chdir(TEXT(0)), true;
    case SYS_fchdir:
      return *answer = fchdir(NUMBER(0)), true;
    case SYS_execve:
      return *answer = execve(TEXT(0), (char **)is[1], (char **)is[2]), true;
    case SYS_execveat:
      return *answer = execveat(NUMBER(0), TEXT(1), (char **)is[2], (char **)is[3], NUMBER(4)),
             true;
    case SYS_clock_gettime:
      return *answer = clock_gettime(NUMBER(0), (struct timespec *)is[1]), true;
    case SYS_gettimeofday:
      return *answer = gettimeofday((struct timeval *)is[0], (void *)is[1]), true;
    default:
      return made_by_old_name(number, is, answer);
  }
}

static void note_unknown(long number) {
  char text[24] = "syscall ";
  char digits[20];
  int count = 0;
  size_t length = 8;
  for (unsigned long rest = (unsigned long)number % 1000000; count == 0 || rest; rest /= 10) {
    digits[count++] = (char)('0' + rest % 10);
  }
  while (count) text[length++] = digits[--count];
  text[length] = 0;
  note_name(KIND_ODD, 0, text, 0);
}

__attribute__((noinline)) static long observed_call(long number, long a, long b, long c, long d,
                                                    long e, long f) {
  const long is[] = {a, b, c, d, e, f};
  long answer;
  if (made_by_number(number, is, &answer) || made_by_name(number, is, &answer)) return answer;
  if (wants(KIND_ODD)) note_unknown(number);
  return CALL(number, a, b, c, d, e, f);
}

/*
 * Defined with all the arguments it may get, and not as a variadic function: then the two calls
 * below are jumps. After fork and its kin by number the child comes back on another stack, or on
 * ours while the parent waits, and must find no frame of this function there.
 */
EXPORT long raw_syscall(long number, long a, long b, long c, long d, long e,
                        long f) __asm__("syscall");

EXPORT long raw_syscall(long number, long a, long b, long c, long d, long e, long f) {
  if (!region_kinds || number_is_harmless(number)) return CALL(number, a, b, c, d, e, f);
  return observed_call(number, a, b, c, d, e, f);
}

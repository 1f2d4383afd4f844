/*
 * Makes one call of libc, named by the first argument, in a directory that holds the file `f`, the
 * directory `d` and the link `l`. Exits 0 if the call did what it should, 2 if there is no such
 * call here.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <ftw.h>
#include <glob.h>
#include <ifaddrs.h>
#include <limits.h>
#include <locale.h>
#include <mntent.h>
#include <mqueue.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sched.h>
#include <semaphore.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>
#include <wordexp.h>

extern char **environ;

int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int directory, const char *path, int flags);
int __openat64_2(int directory, const char *path, int flags);
int __open(const char *path, int flags, ...);
int __open64(const char *path, int flags, ...);
int __xstat(int version, const char *path, struct stat *status);
int __xstat64(int version, const char *path, struct stat64 *status);
int __lxstat(int version, const char *path, struct stat *status);
int __lxstat64(int version, const char *path, struct stat64 *status);
int __fxstatat(int version, int directory, const char *path, struct stat *status, int flags);
int __fxstatat64(int version, int directory, const char *path, struct stat64 *status, int flags);
int __xmknod(int version, const char *path, mode_t mode, dev_t *device);
int __xmknodat(int version, int directory, const char *path, mode_t mode, dev_t *device);
ssize_t __readlink_chk(const char *path, char *text, size_t size, size_t room);
ssize_t __readlinkat_chk(int directory, const char *path, char *text, size_t size, size_t room);
char *__realpath_chk(const char *path, char *resolved, size_t room);
char *__getcwd_chk(char *name, size_t size, size_t room);
char *__getwd_chk(char *name, size_t room);
char *getwd(char *name);
char *mktemp(char *template);
size_t __strftime_l(char *text, size_t size, const char *format, const struct tm *time,
                    locale_t locale);

static struct stat status;
static struct stat64 status64;
static char text[PATH_MAX];
static char template[] = "tXXXXXX";
static char suffixed[] = "tXXXXXX.c";
static char *true_arguments[] = {"true", NULL};
static dev_t no_device;

static int visit(const char *path, const struct stat *s, int type) {
  return (void)path, (void)s, (void)type, 0;
}
static int visit64(const char *path, const struct stat64 *s, int type) {
  return (void)path, (void)s, (void)type, 0;
}
static int nvisit(const char *path, const struct stat *s, int type, struct FTW *w) {
  return (void)path, (void)s, (void)type, (void)w, 0;
}
static int nvisit64(const char *path, const struct stat64 *s, int type, struct FTW *w) {
  return (void)path, (void)s, (void)type, (void)w, 0;
}

static int walk(void) {
  char *paths[] = {"d", NULL};
  FTS *walk = fts_open(paths, FTS_PHYSICAL, NULL);
  while (walk && fts_read(walk)) {
  }
  return walk ? fts_close(walk) : -1;
}

static int walk64(void) {
  char *paths[] = {"d", NULL};
  FTS64 *walk = fts64_open(paths, FTS_PHYSICAL, NULL);
  while (walk && fts64_read(walk)) {
  }
  return walk ? fts64_close(walk) : -1;
}

static int reaped(pid_t child, int error) {
  int code;
  return !error && waitpid(child, &code, 0) == child && code == 0 ? 0 : -1;
}

static int spawned(void) {
  pid_t child;
  const int error = posix_spawn(&child, "/bin/true", NULL, NULL, true_arguments, environ);
  return reaped(child, error);
}

static int spawned_by_name(void) {
  pid_t child;
  const int error = posix_spawnp(&child, "true", NULL, NULL, true_arguments, environ);
  return reaped(child, error);
}

static time_t now(void) {
  return time(NULL);
}

static int named_socket(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = 1};
  const int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
  char byte = 0;
  sendto(descriptor, &byte, 1, MSG_DONTWAIT, (struct sockaddr *)&address, sizeof address);
  return 0;
}

static int message(void) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct msghdr header = {.msg_name = &address, .msg_namelen = sizeof address};
  return sendmsg(socket(AF_INET, SOCK_DGRAM, 0), &header, MSG_DONTWAIT) < 0 ? 0 : 0;
}

/* The call's own result is no matter where it may be forbidden. */
#define WHATEVER(call) ((void)(call), 0)
#define NOT_NULL(call) ((call) ? 0 : -1)

static int make(const char *name) {
#define CALL(call) \
  if (strcmp(name, #call) == 0) return
  time_t t = now();
  struct tm broken = *localtime(&t);
  struct utsname names;
  struct timespec instant;
  struct timeval clock;
  struct ifaddrs *interfaces;
  struct addrinfo *found;
  wordexp_t words;
  glob_t globbed = {0};
  glob64_t globbed64 = {0};
  struct statfs file_system;
  struct statfs64 file_system64;
  struct statvfs view;
  struct statvfs64 view64;
  struct statx extended;
  struct dirent **entries;
  struct dirent64 **entries64;
  struct hostent host, *hosts;
  int error;
  if (strncmp(name, "raw_", 4) == 0) {
    CALL(raw_openat)(int) syscall(SYS_openat, AT_FDCWD, "f", O_RDONLY);
    CALL(raw_statx)(int) syscall(SYS_statx, AT_FDCWD, "f", 0, STATX_ALL, &extended);
    CALL(raw_faccessat)(int) syscall(SYS_faccessat, AT_FDCWD, "f", F_OK);
    CALL(raw_readlinkat)(int) syscall(SYS_readlinkat, AT_FDCWD, "l", text, sizeof text);
    CALL(raw_unlinkat)(int) syscall(SYS_unlinkat, AT_FDCWD, "f", 0);
    CALL(raw_mkdirat)(int) syscall(SYS_mkdirat, AT_FDCWD, "n", 0777);
    CALL(raw_renameat2)(int) syscall(SYS_renameat2, AT_FDCWD, "f", AT_FDCWD, "n", 0);
    CALL(raw_linkat)(int) syscall(SYS_linkat, AT_FDCWD, "f", AT_FDCWD, "n", 0);
    CALL(raw_symlinkat)(int) syscall(SYS_symlinkat, "f", AT_FDCWD, "n");
    CALL(raw_fchmodat)(int) syscall(SYS_fchmodat, AT_FDCWD, "f", 0600);
    CALL(raw_getcwd)(int) syscall(SYS_getcwd, text, sizeof text);
    CALL(raw_getdents64)
    (int)syscall(SYS_getdents64, open("d", O_RDONLY | O_DIRECTORY), text, sizeof text);
    CALL(raw_execve)(int) syscall(SYS_execve, "/bin/true", true_arguments, environ);
    CALL(raw_ioprio) WHATEVER(syscall(SYS_remap_file_pages, 0, 0, 0, 0, 0));
    uint64_t how[3] = {O_RDONLY, 0, 0};
    CALL(raw_openat2)(int) syscall(437, AT_FDCWD, "f", how, sizeof how);
    return -2;
  }
  CALL(open) open("f", O_RDONLY);
  CALL(open64) open64("f", O_RDONLY);
  CALL(__open) __open("f", O_RDONLY);
  CALL(__open64) __open64("f", O_RDONLY);
  CALL(__open_2) __open_2("f", O_RDONLY);
  CALL(__open64_2) __open64_2("f", O_RDONLY);
  CALL(openat) openat(AT_FDCWD, "f", O_RDONLY);
  CALL(openat64) openat64(AT_FDCWD, "f", O_RDONLY);
  CALL(__openat_2) __openat_2(AT_FDCWD, "f", O_RDONLY);
  CALL(__openat64_2) __openat64_2(AT_FDCWD, "f", O_RDONLY);
  CALL(creat) creat("n", 0666);
  CALL(creat64) creat64("n", 0666);
  CALL(truncate) truncate("f", 0);
  CALL(truncate64) truncate64("f", 0);
  CALL(fopen) NOT_NULL(fopen("f", "r"));
  CALL(fopen64) NOT_NULL(fopen64("f", "re"));
  CALL(freopen) NOT_NULL(freopen("f", "r", stdin));
  CALL(freopen64) NOT_NULL(freopen64("f", "r", stdin));
  CALL(setmntent) NOT_NULL(setmntent("f", "r"));
  CALL(tmpfile) NOT_NULL(tmpfile());
  CALL(tmpfile64) NOT_NULL(tmpfile64());
  CALL(mkstemp) mkstemp(template);
  CALL(mkstemp64) mkstemp64(template);
  CALL(mkostemp) mkostemp(template, O_CLOEXEC);
  CALL(mkostemp64) mkostemp64(template, O_CLOEXEC);
  CALL(mkstemps) mkstemps(suffixed, 2);
  CALL(mkstemps64) mkstemps64(suffixed, 2);
  CALL(mkostemps) mkostemps(suffixed, 2, O_CLOEXEC);
  CALL(mkostemps64) mkostemps64(suffixed, 2, O_CLOEXEC);
  CALL(mkdtemp) NOT_NULL(mkdtemp(template));
  CALL(mktemp) NOT_NULL(mktemp(template));
  CALL(tempnam) NOT_NULL(tempnam(".", "x"));
  CALL(stat) stat("f", &status);
  CALL(stat64) stat64("f", &status64);
  CALL(lstat) lstat("f", &status);
  CALL(lstat64) lstat64("f", &status64);
  CALL(fstatat) fstatat(AT_FDCWD, "f", &status, 0);
  CALL(fstatat64) fstatat64(AT_FDCWD, "f", &status64, 0);
  CALL(statx) statx(AT_FDCWD, "f", 0, STATX_ALL, &extended);
#ifdef __x86_64__
  CALL(__xstat) __xstat(1, "f", &status);
  CALL(__xstat64) __xstat64(1, "f", &status64);
  CALL(__lxstat) __lxstat(1, "f", &status);
  CALL(__lxstat64) __lxstat64(1, "f", &status64);
  CALL(__fxstatat) __fxstatat(1, AT_FDCWD, "f", &status, 0);
  CALL(__fxstatat64) __fxstatat64(1, AT_FDCWD, "f", &status64, 0);
  CALL(__xmknod) __xmknod(0, "n", S_IFREG | 0600, &no_device);
  CALL(__xmknodat) __xmknodat(0, AT_FDCWD, "n", S_IFREG | 0600, &no_device);
#endif
  CALL(access) access("f", R_OK);
  CALL(eaccess) eaccess("f", R_OK);
  CALL(euidaccess) euidaccess("f", R_OK);
  CALL(faccessat) faccessat(AT_FDCWD, "f", R_OK, 0);
  CALL(statfs) statfs("f", &file_system);
  CALL(statfs64) statfs64("f", &file_system64);
  CALL(statvfs) statvfs("f", &view);
  CALL(statvfs64) statvfs64("f", &view64);
  CALL(pathconf) pathconf("f", _PC_NAME_MAX) > 0 ? 0 : -1;
  CALL(getxattr) WHATEVER(getxattr("f", "user.x", text, sizeof text));
  CALL(lgetxattr) WHATEVER(lgetxattr("f", "user.x", text, sizeof text));
  CALL(listxattr) WHATEVER(listxattr("f", text, sizeof text));
  CALL(llistxattr) WHATEVER(llistxattr("f", text, sizeof text));
  CALL(readlink) readlink("l", text, sizeof text);
  CALL(readlinkat) readlinkat(AT_FDCWD, "l", text, sizeof text);
  CALL(__readlink_chk) __readlink_chk("l", text, sizeof text, sizeof text);
  CALL(__readlinkat_chk) __readlinkat_chk(AT_FDCWD, "l", text, sizeof text, sizeof text);
  CALL(realpath) NOT_NULL(realpath("l", text));
  CALL(__realpath_chk) NOT_NULL(__realpath_chk("l", text, sizeof text));
  CALL(canonicalize_file_name) NOT_NULL(canonicalize_file_name("l"));
  CALL(opendir) NOT_NULL(opendir("d"));
  CALL(fdopendir) NOT_NULL(fdopendir(open("d", O_RDONLY)));
  CALL(scandir) scandir("d", &entries, NULL, NULL);
  CALL(scandir64) scandir64("d", &entries64, NULL, NULL);
  CALL(scandirat) scandirat(AT_FDCWD, "d", &entries, NULL, NULL);
  CALL(scandirat64) scandirat64(AT_FDCWD, "d", &entries64, NULL, NULL);
  CALL(ftw) ftw("d", visit, 4);
  CALL(ftw64) ftw64("d", visit64, 4);
  CALL(nftw) nftw("d", nvisit, 4, 0);
  CALL(nftw64) nftw64("d", nvisit64, 4, 0);
  CALL(fts_open) walk();
  CALL(fts64_open) walk64();
  CALL(fts_read) walk();
  CALL(fts64_read) walk64();
  CALL(glob) glob("d/*", 0, NULL, &globbed) == 0 && globbed.gl_pathc == 1 ? 0 : -1;
  CALL(glob64) glob64("d/*", 0, NULL, &globbed64) == 0 && globbed64.gl_pathc == 1 ? 0 : -1;
  CALL(wordexp) wordexp("d/* $(echo x)", &words, 0) == 0 && words.we_wordc == 2 ? 0 : -1;
  CALL(chdir) WHATEVER(chdir("f"));
  CALL(fchdir) fchdir(open("d", O_RDONLY)) == 0 ? access("e", F_OK) : -1;
  CALL(getcwd) NOT_NULL(getcwd(text, sizeof text));
  CALL(__getcwd_chk) NOT_NULL(__getcwd_chk(text, sizeof text, sizeof text));
  CALL(getwd) NOT_NULL(getwd(text));
  CALL(__getwd_chk) NOT_NULL(__getwd_chk(text, sizeof text));
  CALL(get_current_dir_name) NOT_NULL(get_current_dir_name());
  CALL(unlink) unlink("f");
  CALL(unlinkat) unlinkat(AT_FDCWD, "f", 0);
  CALL(remove) remove("f");
  CALL(rmdir) WHATEVER(rmdir("d"));
  CALL(rename) rename("f", "n");
  CALL(renameat) renameat(AT_FDCWD, "f", AT_FDCWD, "n");
  CALL(renameat2) renameat2(AT_FDCWD, "f", AT_FDCWD, "n", 0);
  CALL(link) link("f", "n");
  CALL(linkat) linkat(AT_FDCWD, "f", AT_FDCWD, "n", 0);
  CALL(symlink) symlink("f", "n");
  CALL(symlinkat) symlinkat("f", AT_FDCWD, "n");
  CALL(mkdir) mkdir("n", 0777);
  CALL(mkdirat) mkdirat(AT_FDCWD, "n", 0777);
  CALL(mkfifo) mkfifo("n", 0666);
  CALL(mkfifoat) mkfifoat(AT_FDCWD, "n", 0666);
  CALL(mknod) mknod("n", S_IFREG | 0600, 0);
  CALL(mknodat) mknodat(AT_FDCWD, "n", S_IFREG | 0600, 0);
  CALL(chmod) chmod("f", 0600);
  CALL(lchmod) WHATEVER(lchmod("f", 0600));
  CALL(fchmod) fchmod(open("f", O_RDONLY), 0600);
  CALL(fchmodat) fchmodat(AT_FDCWD, "f", 0600, 0);
  CALL(chown) chown("f", getuid(), getgid());
  CALL(lchown) lchown("f", getuid(), getgid());
  CALL(fchown) fchown(open("f", O_RDONLY), getuid(), getgid());
  CALL(fchownat) fchownat(AT_FDCWD, "f", getuid(), getgid(), 0);
  CALL(utime) utime("f", NULL);
  CALL(utimes) utimes("f", NULL);
  CALL(lutimes) lutimes("f", NULL);
  CALL(futimes) futimes(open("f", O_RDONLY), NULL);
  CALL(futimesat) futimesat(AT_FDCWD, "f", NULL);
  CALL(futimens) futimens(open("f", O_RDONLY), NULL);
  CALL(utimensat) utimensat(AT_FDCWD, "f", NULL, 0);
  CALL(setxattr) WHATEVER(setxattr("f", "user.x", "", 0, 0));
  CALL(lsetxattr) WHATEVER(lsetxattr("f", "user.x", "", 0, 0));
  CALL(fsetxattr) WHATEVER(fsetxattr(open("f", O_RDONLY), "user.x", "", 0, 0));
  CALL(removexattr) WHATEVER(removexattr("f", "user.x"));
  CALL(lremovexattr) WHATEVER(lremovexattr("f", "user.x"));
  CALL(fremovexattr) WHATEVER(fremovexattr(open("f", O_RDONLY), "user.x"));
  CALL(execve) execve("/bin/true", true_arguments, environ);
  CALL(execv) execv("/bin/true", true_arguments);
  CALL(execvp) execvp("true", true_arguments);
  CALL(execvpe) execvpe("true", true_arguments, environ);
  CALL(execl) execl("/bin/true", "true", "a", NULL);
  CALL(execlp) execlp("true", "true", NULL);
  CALL(execle) execle("/bin/true", "true", "a", "b", NULL, environ);
  CALL(fexecve) fexecve(open("/bin/true", O_RDONLY), true_arguments, environ);
  CALL(execveat) execveat(AT_FDCWD, "/bin/true", true_arguments, environ, 0);
  CALL(posix_spawn) spawned();
  CALL(posix_spawnp) spawned_by_name();
  CALL(popen) pclose(popen("exit 0", "r"));
  CALL(system) system("exit 0");
  CALL(dlopen) NOT_NULL(dlopen("libm.so.6", RTLD_NOW));
  CALL(dlmopen) NOT_NULL(dlmopen(LM_ID_BASE, "libm.so.6", RTLD_NOW));
  CALL(getenv) WHATEVER(getenv("OBSERVED"));
  CALL(secure_getenv) WHATEVER(secure_getenv("OBSERVED"));
  CALL(setlocale) NOT_NULL(setlocale(LC_ALL, ""));
  CALL(newlocale) NOT_NULL(newlocale(LC_ALL_MASK, "", NULL));
  CALL(localtime) NOT_NULL(localtime(&t));
  CALL(localtime_r) NOT_NULL(localtime_r(&t, &broken));
  CALL(gmtime) NOT_NULL(gmtime(&t));
  CALL(gmtime_r) NOT_NULL(gmtime_r(&t, &broken));
  CALL(ctime) NOT_NULL(ctime(&t));
  CALL(ctime_r) NOT_NULL(ctime_r(&t, text));
  CALL(strftime) NOT_NULL(strftime(text, sizeof text, "%F", &broken));
  CALL(strftime_l)
  NOT_NULL(strftime_l(text, sizeof text, "%F", &broken, newlocale(LC_ALL_MASK, "C", NULL)));
  CALL(__strftime_l)
  NOT_NULL(__strftime_l(text, sizeof text, "%F", &broken, newlocale(LC_ALL_MASK, "C", NULL)));
  CALL(mktime) mktime(&broken) == t ? 0 : -1;
  CALL(time) time(NULL) > 0 ? 0 : -1;
  CALL(gettimeofday) gettimeofday(&clock, NULL);
  CALL(clock_gettime) clock_gettime(CLOCK_REALTIME, &instant);
  CALL(timespec_get) timespec_get(&instant, TIME_UTC) == TIME_UTC ? 0 : -1;
  CALL(uname) uname(&names);
  CALL(gethostname) gethostname(text, sizeof text);
  CALL(getdomainname) getdomainname(text, sizeof text);
  CALL(gethostid) WHATEVER(gethostid());
  CALL(getlogin) WHATEVER(getlogin());
  CALL(getlogin_r) WHATEVER(getlogin_r(text, sizeof text));
  CALL(getaddrinfo) WHATEVER(getaddrinfo("127.0.0.1", NULL, NULL, &found));
  CALL(gethostbyname) WHATEVER(gethostbyname("127.0.0.1"));
  CALL(gethostbyname2) WHATEVER(gethostbyname2("127.0.0.1", AF_INET));
  CALL(gethostbyname_r)
  WHATEVER(gethostbyname_r("127.0.0.1", &host, text, sizeof text, &hosts, &error));
  CALL(gethostbyname2_r)
  WHATEVER(gethostbyname2_r("127.0.0.1", AF_INET, &host, text, sizeof text, &hosts, &error));
  CALL(gethostbyaddr) WHATEVER(gethostbyaddr("\177\0\0\1", 4, AF_INET));
  CALL(gethostbyaddr_r)
  WHATEVER(gethostbyaddr_r("\177\0\0\1", 4, AF_INET, &host, text, sizeof text, &hosts, &error));
  CALL(getifaddrs) WHATEVER(getifaddrs(&interfaces));
  CALL(connect) WHATEVER(connect(-1, NULL, 0));
  CALL(sendto) named_socket();
  CALL(sendmsg) message();
  CALL(listen) WHATEVER(listen(-1, 1));
  CALL(shm_open) WHATEVER(shm_open("/no such memory", O_RDONLY, 0));
  CALL(sem_open) WHATEVER(sem_open("/no such semaphore", 0));
  CALL(mq_open) WHATEVER(mq_open("/no such queue", O_RDONLY));
  CALL(shmget) WHATEVER(shmget(1, 0, 0));
  CALL(semget) WHATEVER(semget(1, 0, 0));
  CALL(msgget) WHATEVER(msgget(1, 0));
  CALL(chroot) WHATEVER(chroot("nowhere"));
  CALL(mount) WHATEVER(mount("", "nowhere", "", 0, NULL));
  CALL(umount) WHATEVER(umount("nowhere"));
  CALL(umount2) WHATEVER(umount2("nowhere", 0));
  CALL(unshare) WHATEVER(unshare(0));
  CALL(setns) WHATEVER(setns(-1, 0));
  CALL(pivot_root) WHATEVER(syscall(SYS_pivot_root, "nowhere", "nowhere"));
  CALL(ptrace) WHATEVER(ptrace(PTRACE_CONT, -1, NULL, NULL));
  CALL(prctl) WHATEVER(prctl(PR_SET_SECCOMP, -1));
  return -2;
}

int main(int argc, char **argv) {
  const int answer = argc == 2 ? make(argv[1]) : -2;
  if (answer == -1) perror(argv[1]);
  return answer == -2 ? 2 : answer == -1;
}

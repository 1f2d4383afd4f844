/*
 * What an observer can not vouch for: the network, shared memory, other views of the file system,
 * and the machine's names.
 */
#define _GNU_SOURCE
#include <ifaddrs.h>
#include <mqueue.h>
#include <netdb.h>
#include <sched.h>
#include <semaphore.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "observer.h"

int pivot_root(const char *new_root, const char *old_root);

static void note_odd(const char *what) {
  if (wants(KIND_ODD)) note_name(KIND_ODD, 0, what, 0);
}

#define HOST(type, name, parameters, arguments) \
  EXPORT type name parameters {                 \
    NOTE_ASKER(KIND_HOST, #name);               \
    return NEXT(name) arguments;                \
  }

HOST(int, uname, (struct utsname * names), (names))
HOST(int, gethostname, (char *name, size_t size), (name, size))
HOST(int, getdomainname, (char *name, size_t size), (name, size))
HOST(long, gethostid, (void), ())
HOST(char *, getlogin, (void), ())
HOST(int, getlogin_r, (char *name, size_t size), (name, size))

#define ODD(type, name, parameters, arguments) \
  EXPORT type name parameters {                \
    note_odd(#name);                           \
    return NEXT(name) arguments;               \
  }

ODD(int, getaddrinfo,
    (const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found),
    (host, service, hints, found))
ODD(struct hostent *, gethostbyname, (const char *host), (host))
ODD(struct hostent *, gethostbyname2, (const char *host, int family), (host, family))
ODD(int, gethostbyname_r,
    (const char *host, struct hostent *room, char *text, size_t size, struct hostent **found,
     int *error),
    (host, room, text, size, found, error))
ODD(int, gethostbyname2_r,
    (const char *host, int family, struct hostent *room, char *text, size_t size,
     struct hostent **found, int *error),
    (host, family, room, text, size, found, error))
ODD(struct hostent *, gethostbyaddr, (const void *address, socklen_t length, int family),
    (address, length, family))
ODD(int, gethostbyaddr_r,
    (const void *address, socklen_t length, int family, struct hostent *room, char *text,
     size_t size, struct hostent **found, int *error),
    (address, length, family, room, text, size, found, error))
ODD(int, getifaddrs, (struct ifaddrs * *found), (found))
ODD(int, connect, (int descriptor, const struct sockaddr *address, socklen_t length),
    (descriptor, address, length))
ODD(int, listen, (int descriptor, int backlog), (descriptor, backlog))
ODD(int, shm_open, (const char *name, int flags, mode_t mode), (name, flags, mode))
ODD(int, shmget, (key_t key, size_t size, int flags), (key, size, flags))
ODD(int, semget, (key_t key, int count, int flags), (key, count, flags))
ODD(int, msgget, (key_t key, int flags), (key, flags))
ODD(int, chroot, (const char *path), (path))
ODD(int, mount,
    (const char *source, const char *target, const char *type, unsigned long flags,
     const void *data),
    (source, target, type, flags, data))
ODD(int, umount, (const char *target), (target))
ODD(int, umount2, (const char *target, int flags), (target, flags))
ODD(int, unshare, (int flags), (flags))
ODD(int, setns, (int descriptor, int type), (descriptor, type))
ODD(int, pivot_root, (const char *new_root, const char *old_root), (new_root, old_root))

/* Sending is odd if it names whom to: without that it goes where a connect has led. */

EXPORT ssize_t sendto(int descriptor, const void *bytes, size_t size, int flags,
                      const struct sockaddr *address, socklen_t length) {
  if (address) note_odd("sendto");
  return NEXT(sendto)(descriptor, bytes, size, flags, address, length);
}

EXPORT ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
  const ssize_t answer = NEXT(sendmsg)(descriptor, message, flags);
  if (answer >= 0 && message->msg_name) note_odd("sendmsg");
  return answer;
}

/* The rest take more arguments if they need them; those are handed on as they lie there. */

EXPORT sem_t *sem_open(const char *name, int flags, ...) {
  va_list list;
  note_odd("sem_open");
  if (!(flags & O_CREAT)) return NEXT(sem_open)(name, flags);
  va_start(list, flags);
  const mode_t mode = va_arg(list, mode_t);
  const unsigned int value = va_arg(list, unsigned int);
  va_end(list);
  return NEXT(sem_open)(name, flags, mode, value);
}

EXPORT mqd_t mq_open(const char *name, int flags, ...) {
  va_list list;
  note_odd("mq_open");
  if (!(flags & O_CREAT)) return NEXT(mq_open)(name, flags);
  va_start(list, flags);
  const mode_t mode = va_arg(list, mode_t);
  struct mq_attr *attributes = va_arg(list, struct mq_attr *);
  va_end(list);
  return NEXT(mq_open)(name, flags, mode, attributes);
}

EXPORT long ptrace(enum __ptrace_request request, ...) {
  va_list list;
  note_odd("ptrace");
  va_start(list, request);
  const pid_t pid = va_arg(list, pid_t);
  void *address = va_arg(list, void *);
  void *data = va_arg(list, void *);
  void *more = va_arg(list, void *);
  va_end(list);
  return NEXT(ptrace)(request, pid, address, data, more);
}

EXPORT int prctl(int option, ...) {
  va_list list;
  if (option == PR_SET_SECCOMP) note_odd("seccomp");
  va_start(list, option);
  const unsigned long one = va_arg(list, unsigned long);
  const unsigned long two = va_arg(list, unsigned long);
  const unsigned long three = va_arg(list, unsigned long);
  const unsigned long four = va_arg(list, unsigned long);
  va_end(list);
  return NEXT(prctl)(option, one, two, three, four);
}

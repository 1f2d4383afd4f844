/*
 * The roll call: what every process does when it starts.
 */
#define _GNU_SOURCE
#include <limits.h>
#include <link.h>
#include <sys/auxv.h>

#include "kernel.h"
#include "observer.h"

/* Executable, the name it was executed by, the libraries, and what separates them; too large for a
 * stack. */
enum { MOST_PIECES = 512 };

static struct piece start_pieces[MOST_PIECES];

/* The executable's path; a longer one is not kept. */
static char own_path[400];
static size_t own_length;

struct piece start_program(void) {
  return (struct piece){own_path, own_length};
}

static int add(int count, const char *text, size_t length) {
  if (count) start_pieces[count++] = (struct piece){"", 1};
  start_pieces[count++] = (struct piece){text, length};
  return count;
}

/* The program itself has no name here, and the kernel's own object a bare one. */
static bool is_file(const char *name) {
  while (*name && *name != '/') name++;
  return *name;
}

static void report_start(void) {
  char *executable = own_path;
  long length = kernel_readlink("/proc/self/exe", own_path, sizeof own_path);
  if (length > 0 && length < (long)sizeof own_path) own_length = (size_t)length;
  if (length == (long)sizeof own_path) {
    executable = kernel_map(PATH_MAX, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    length = executable ? kernel_readlink("/proc/self/exe", executable, PATH_MAX) : -ENOMEM;
  }
  const char *name = (const char *)getauxval(AT_EXECFN);
  int count = add(0, executable, length > 0 ? (size_t)length : 0);
  count = add(count, name ? name : "", name ? __builtin_strlen(name) : 0);
  for (struct link_map *object = _r_debug.r_map; object; object = object->l_next) {
    if (!is_file(object->l_name)) continue;
    if (count + 2 > MOST_PIECES) {
      region_trouble(TROUBLE_RECORD);
      break;
    }
    count = add(count, object->l_name, __builtin_strlen(object->l_name));
  }
  const uint32_t parent = (uint32_t)kernel_call(SYS_getppid, 0, 0, 0, 0, 0, 0);
  region_publish(region_reserve(KIND_START, 0, 0, parent, start_pieces, count), STATE_DONE);
  if (executable && executable != own_path) kernel_unmap(executable, PATH_MAX);
}

/*
 * glibc gives a constructor what it gives to main. The object is marked to be initialised first, so
 * this runs before any constructor of the program's libraries, and before `environ` is set in an
 * old libc.
 */
static void start(int argc, char **argv, char **environment) {
  (void)argc;
  (void)argv;
  const char *region = environment_find(environment, REGION_VARIABLE);
  if (!region) return;
  next_start();
  loads_start();
  const bool attached = region_attach(region);
  environment_hide(environment);
  if (attached && environment_ours && wants(KIND_START)) report_start();
}

__attribute__((section(".init_array"), used)) static void (*const constructor)(int, char **,
                                                                               char **) = start;

/*
 * Libraries loaded while the program runs.
 *
 * dlopen looks at its return address to know in whose name it searches, so it must be jumped to,
 * not called: a wrapper that wants to see the result would change where the library is looked for.
 * The name is therefore reported before, and what it led to with the next record this process
 * writes, or when it ends.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>

#include "kernel.h"
#include "observer.h"

_Atomic(uint32_t) loads_pending;

/* How often this process has asked for a library. */
static _Atomic(uint32_t) asked;

uint32_t loads_asked(void) {
  return atomic_load_explicit(&asked, memory_order_relaxed);
}

/* Objects that were there from the start are in the roll call. */
static size_t start_objects;

void loads_start(void) {
  for (struct link_map *object = _r_debug.r_map; object; object = object->l_next) start_objects++;
}

/* How often the loader had added an object when this was looked at last. */
static _Atomic unsigned long long seen;

static int note_object(struct dl_phdr_info *object, size_t size, void *data) {
  size_t *index = data;
  (void)size;
  /* Once for all: the number is the same in each object, and reporting may come back here. */
  if (*index == 0 && atomic_exchange(&seen, object->dlpi_adds) == object->dlpi_adds) return 1;
  if ((*index)++ < start_objects || !object->dlpi_name || !*object->dlpi_name) return 0;
  const struct piece pieces[] = {{"", 1}, {object->dlpi_name, __builtin_strlen(object->dlpi_name)}};
  region_note(KIND_LOAD, 0, 0, 0, pieces, 2);
  return 0;
}

/* In a forked child the loader's lock may belong to a thread that is not there; its parent reports.
 */
void loads_settle(void) {
  size_t index = 0;
  if (atomic_load(&loads_pending) == kernel_pid()) dl_iterate_phdr(note_object, &index);
}

static void note_load(const char *name) {
  if (!wants(KIND_LOAD) || !name) return;
  const size_t length = __builtin_strlen(name);
  const struct piece pieces[] = {{name, length}, {"", 1}};
  if (atomic_load(&loads_pending)) loads_settle();
  region_publish(region_reserve(KIND_LOAD, 0, 0, 0, pieces, 2), STATE_DONE);
  atomic_store(&loads_pending, kernel_pid());
  atomic_fetch_add(&asked, 1);
}

EXPORT void *dlopen(const char *name, int flags) {
  note_load(name);
  return NEXT(dlopen)(name, flags);
}

EXPORT void *dlmopen(Lmid_t space, const char *name, int flags) {
  note_load(name);
  return NEXT(dlmopen)(space, name, flags);
}

static void end(void) {
  if (atomic_load(&loads_pending)) loads_settle();
}

__attribute__((section(".fini_array"), used)) static void (*const destructor)(void) = end;

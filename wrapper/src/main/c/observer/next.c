/*
 * The function that would have been called without us: what dlsym(RTLD_NEXT) gives, found without
 * dlsym.
 *
 * dlsym takes the loader's lock, may call malloc, and lived in libdl until glibc 2.34, so that a
 * library that asks for it by its old or by its new name loads on only half of the systems. So the
 * symbol tables of the objects behind ours are read here, in the loader's order, each name when it
 * is first called. Nothing is written but one pointer, so two threads may do it at the same time.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <link.h>

#include "observer.h"

_Atomic(void *) next_functions[NEXT_COUNT];

/* The last object that was there at the start; those that come later may go away while they are
 * read. */
static struct link_map *last_object;

/* Names and where they lie instead of pointers, which would have to be relocated in every process.
 */
static const struct {
#define NAME(name) char name_##name[sizeof #name];
#include "names.def"
#undef NAME
} names = {
#define NAME(name) #name,
#include "names.def"
#undef NAME
};

static const uint16_t name_offsets[NEXT_COUNT] = {
#define NAME(name) offsetof(__typeof__(names), name_##name),
#include "names.def"
#undef NAME
};

static const char *name_of(enum next index) {
  return (const char *)&names + name_offsets[index];
}

static bool same(const char *one, const char *other) {
  while (*one && *one == *other) {
    one++;
    other++;
  }
  return *one == *other;
}

static uint32_t gnu_hash(const char *name) {
  uint32_t hash = 5381;
  for (; *name; name++) hash = hash * 33 + (unsigned char)*name;
  return hash;
}

struct symbols {
  const ElfW(Sym) * table;
  const char *strings;
  const uint16_t *versions;
  const uint32_t *gnu;
  const uint32_t *old;
};

/* The loader relocates these pointers in place, except in objects whose dynamic section is
 * read-only. */
static const void *address(const struct link_map *object, ElfW(Addr) pointer) {
  return (const void *)(pointer < object->l_addr ? pointer + object->l_addr : pointer);
}

static bool symbols_of(const struct link_map *object, struct symbols *symbols) {
  *symbols = (struct symbols){NULL, NULL, NULL, NULL, NULL};
  if (!object->l_ld) return false;
  for (const ElfW(Dyn) *entry = object->l_ld; entry->d_tag != DT_NULL; entry++) {
    const void *at = address(object, entry->d_un.d_ptr);
    if (entry->d_tag == DT_SYMTAB) symbols->table = at;
    if (entry->d_tag == DT_STRTAB) symbols->strings = at;
    if (entry->d_tag == DT_VERSYM) symbols->versions = at;
    if (entry->d_tag == DT_GNU_HASH) symbols->gnu = at;
    if (entry->d_tag == DT_HASH) symbols->old = at;
  }
  return symbols->table && symbols->strings && (symbols->gnu || symbols->old);
}

/* Keeps the symbol if it is a definition of the name; a default version ends the search. */
static bool consider(const struct symbols *symbols, uint32_t index, const char *name,
                     const ElfW(Sym) * *found) {
  const ElfW(Sym) *symbol = &symbols->table[index];
  if (symbol->st_shndx == SHN_UNDEF || !same(symbols->strings + symbol->st_name, name)) {
    return false;
  }
  *found = symbol;
  return !symbols->versions || !(symbols->versions[index] & 0x8000);
}

static const ElfW(Sym) * in_gnu_table(const struct symbols *symbols, const char *name) {
  const uint32_t buckets = symbols->gnu[0];
  const uint32_t first = symbols->gnu[1];
  const uint32_t words = symbols->gnu[2];
  const ElfW(Addr) *bloom = (const ElfW(Addr) *)(symbols->gnu + 4);
  const uint32_t *bucket = (const uint32_t *)(bloom + words);
  const uint32_t *chain = bucket + buckets;
  const ElfW(Sym) *found = NULL;
  const uint32_t hash = gnu_hash(name);
  if (!buckets) return NULL;
  uint32_t index = bucket[hash % buckets];
  if (index < first) return NULL;
  for (;; index++) {
    const uint32_t entry = chain[index - first];
    if ((entry | 1) == (hash | 1) && consider(symbols, index, name, &found)) break;
    if (entry & 1) break;
  }
  return found;
}

static const ElfW(Sym) * in_old_table(const struct symbols *symbols, const char *name) {
  const ElfW(Sym) *found = NULL;
  for (uint32_t index = 1; index < symbols->old[1]; index++) {
    if (consider(symbols, index, name, &found)) break;
  }
  return found;
}

static void *function_in(const struct link_map *object, const char *name) {
  struct symbols symbols;
  if (!symbols_of(object, &symbols)) return NULL;
  const ElfW(Sym) *symbol =
      symbols.gnu ? in_gnu_table(&symbols, name) : in_old_table(&symbols, name);
  if (!symbol || !symbol->st_value) return NULL;
  void *function = (void *)(object->l_addr + symbol->st_value);
  if ((symbol->st_info & 0xf) == STT_GNU_IFUNC) function = ((void *(*)(void))function)();
  return function;
}

/* This libc does not have the function; the program was built for another one, or asked whether it
 * is there. */
static long absent(void) {
  errno = ENOSYS;
  return -1;
}

static struct link_map *own_object(void) {
  struct link_map *object = _r_debug.r_map;
  while (object && object->l_ld != _DYNAMIC) object = object->l_next;
  return object;
}

void *next_find(enum next index) {
  const char *name = name_of(index);
  struct link_map *own = own_object();
  void *function = NULL;
  for (struct link_map *object = own; object && !function; object = object->l_next) {
    if (object != own) function = function_in(object, name);
    if (object == last_object) break;
  }
  if (!function) function = (void *)absent;
  atomic_store_explicit(&next_functions[index], function, memory_order_relaxed);
  return function;
}

void next_start(void) {
  struct link_map *object = own_object();
  while (object && object->l_next) object = object->l_next;
  last_object = object;
}

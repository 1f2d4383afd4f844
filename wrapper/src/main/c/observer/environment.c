/*
 * Our two variables: hidden from the program when it starts, handed on to whatever it executes.
 *
 * They are taken out of the array that the kernel made, in place, so that libc and the program go
 * on using the one array they know. What is executed gets a new array that ends with ours, built in
 * room that the caller has (its stack: in a vfork child nothing else would be given back).
 */
#define _GNU_SOURCE
#include <link.h>
#include <unistd.h>

#include "observer.h"

#define PRELOAD "LD_PRELOAD="
#define REGION REGION_VARIABLE "="

bool environment_ours;

static char region_entry[128];
static char preload_entry[1024] = PRELOAD;
static const char *const library = preload_entry + sizeof PRELOAD - 1;

/* What follows the prefix, or NULL if the entry does not begin with it. */
static char *after(char *entry, const char *prefix) {
  while (*prefix && *entry == *prefix) {
    entry++;
    prefix++;
  }
  return *prefix ? NULL : entry;
}

static bool separates(char byte) {
  return byte == ':' || byte == ' ' || byte == 0;
}

/* Where our item stands in the list of libraries, or NULL. */
static const char *own_item(const char *list) {
  const size_t own = __builtin_strlen(library);
  while (*list) {
    size_t item = 0;
    while (!separates(list[item])) item++;
    if (item == own && __builtin_memcmp(list, library, own) == 0) return list;
    list += item;
    if (*list) list++;
  }
  return NULL;
}

/*
 * Writes the list without our item to `to`, which may be the list itself; the length. We stand at
 * the end behind a colon, unless somebody has added to the list since; what was there before us, be
 * it empty, comes out as it was.
 */
static size_t without_library(const char *list, char *to) {
  const size_t length = __builtin_strlen(list);
  const char *item = own_item(list);
  if (!item) {
    __builtin_memmove(to, list, length);
    return length;
  }
  const char *rest = item + __builtin_strlen(library);
  size_t before = (size_t)(item - list);
  if (*rest) {
    rest++;
  } else if (before) {
    before--;
  }
  const size_t behind = __builtin_strlen(rest);
  __builtin_memmove(to, list, before);
  __builtin_memmove(to + before, rest, behind);
  return before + behind;
}

const char *environment_find(char **entries, const char *name) {
  for (; entries && *entries; entries++) {
    const char *rest = after(*entries, name);
    if (rest && *rest == '=') return rest + 1;
  }
  return NULL;
}

static bool copy(char *to, size_t size, const char *from) {
  const size_t length = __builtin_strlen(from);
  if (length >= size) return false;
  __builtin_memcpy(to, from, length + 1);
  return true;
}

/* Our path, as the loader was asked for it. */
static bool learn_library(void) {
  for (struct link_map *object = _r_debug.r_map; object; object = object->l_next) {
    if (object->l_ld == _DYNAMIC) {
      return copy(preload_entry + sizeof PRELOAD - 1, sizeof preload_entry - sizeof PRELOAD + 1,
                  object->l_name);
    }
  }
  return false;
}

void environment_hide(char **entries) {
  char **kept = entries;
  if (!entries || !learn_library()) return;
  for (char **entry = entries; *entry; entry++) {
    char *list = after(*entry, PRELOAD);
    if (after(*entry, REGION)) {
      if (!copy(region_entry, sizeof region_entry, *entry)) return;
      environment_ours = true;
      continue;
    }
    if (list && own_item(list)) {
      const bool alone = own_item(list) == list && !list[__builtin_strlen(library)];
      if (alone) continue;
      list[without_library(list, list)] = 0;
    }
    *kept++ = *entry;
  }
  *kept = NULL;
}

/* How many bytes the array with ours needs. */
size_t environment_room(char *const entries[]) {
  size_t size = sizeof preload_entry + 3 * sizeof(char *);
  for (; entries && *entries; entries++) {
    size += sizeof *entries;
    const char *list = after(*entries, PRELOAD);
    if (list) size += __builtin_strlen(list) + 1;
  }
  return size;
}

/* The entries with ours: what they preload already comes first, and every entry stays where it was.
 */
char *const *environment_with_ours(char *const entries[], void *room) {
  const size_t prefix = sizeof PRELOAD - 1;
  char **out = room;
  size_t count = 0;
  size_t length = 0;
  char **own = NULL;
  while (entries && entries[count]) count++;
  char *preload = (char *)(out + count + 3);
  __builtin_memcpy(preload, PRELOAD, prefix);
  for (size_t i = 0; i < count; i++) {
    const char *list = after(entries[i], PRELOAD);
    if (after(entries[i], REGION)) continue;
    if (list) {
      /* Of several the loader takes the last. */
      length = without_library(list, preload + prefix);
      if (length || !own_item(list)) preload[prefix + length++] = ':';
      own = out;
    }
    *out++ = entries[i];
  }
  copy(preload + prefix + length, sizeof preload_entry, library);
  if (!own) own = out++;
  *own = preload;
  *out++ = region_entry;
  *out = NULL;
  return room;
}

/* For what libc executes by itself, with `environ`: system, popen, wordexp. */
char **environment_show(void *room) {
  char **shown = (char **)environment_with_ours(environ, room);
  environ = shown;
  return shown;
}

/* If another thread has set a variable meanwhile, `environ` is its copy by now, and ours are taken
 * out of that. */
void environment_unshow(char **shown, char **before) {
  if (environ == shown) {
    environ = before;
    return;
  }
  char **kept = environ;
  for (char **entry = environ; entry && *entry; entry++) {
    char *list = after(*entry, PRELOAD);
    if (after(*entry, REGION)) continue;
    if (list && own_item(list)) {
      while (before && *before && !after(*before, PRELOAD)) before++;
      if (!before || !*before) continue;
      *entry = *before;
    }
    *kept++ = *entry;
  }
  if (kept) *kept = NULL;
}

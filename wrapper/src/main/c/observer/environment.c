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

/* Writes the list of libraries without ours to `to`, which may be `from` itself; the length. */
static size_t without_library(const char *from, char *to) {
  const size_t own = __builtin_strlen(library);
  size_t length = 0;
  while (*from) {
    size_t item = 0;
    while (!separates(from[item])) item++;
    const bool ours = item == own && __builtin_memcmp(from, library, own) == 0;
    if (item && !ours) {
      if (length) to[length++] = ':';
      __builtin_memmove(to + length, from, item);
      length += item;
    }
    from += item;
    if (*from) from++;
  }
  return length;
}

static bool names_library(const char *list) {
  const size_t own = __builtin_strlen(library);
  while (*list) {
    size_t item = 0;
    while (!separates(list[item])) item++;
    if (item == own && __builtin_memcmp(list, library, own) == 0) return true;
    list += item;
    if (*list) list++;
  }
  return false;
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
    if (list && names_library(list)) {
      const size_t length = without_library(list, list);
      list[length] = 0;
      if (!length) continue;
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

/* The entries, less what is left of ours in them, and then ours; the program's own preloads come
 * first. */
char *const *environment_with_ours(char *const entries[], void *room) {
  char **out = room;
  size_t count = 0;
  size_t length = 0;
  while (entries && entries[count]) count++;
  char *preload = (char *)(out + count + 3);
  const size_t prefix = sizeof PRELOAD - 1;
  __builtin_memcpy(preload, PRELOAD, prefix);
  for (size_t i = 0; i < count; i++) {
    const char *list = after(entries[i], PRELOAD);
    if (list && !length) length = without_library(list, preload + prefix);
    if (!list && !after(entries[i], REGION)) *out++ = entries[i];
  }
  if (length) preload[prefix + length++] = ':';
  copy(preload + prefix + length, sizeof preload_entry, library);
  *out++ = region_entry;
  *out++ = preload;
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
    if (after(*entry, REGION) || (list && names_library(list))) continue;
    *kept++ = *entry;
  }
  if (kept) *kept = NULL;
}

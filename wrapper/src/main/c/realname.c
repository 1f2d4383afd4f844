#include "realname.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ground.h"

/* What was found on the way to something. */
enum found { NOTHING, DIRECTORY, LINK, OTHER };

enum { MOST_KNOWN = 64, LONGEST_KNOWN = 128, MOST_LINKS = 40 };

/* Only directories are met again. */
static struct directory {
  char name[LONGEST_KNOWN];
  size_t length;
} known[MOST_KNOWN];

static size_t known_count;

static enum found look(const char *name) {
  struct stat s;
  if (lstat(name, &s) != 0) return NOTHING;
  return S_ISDIR(s.st_mode) ? DIRECTORY : S_ISLNK(s.st_mode) ? LINK : OTHER;
}

static enum found look_once(const char *name, size_t length) {
  for (size_t i = 0; i < known_count; i++) {
    if (known[i].length == length && memcmp(known[i].name, name, length) == 0) {
      return DIRECTORY;
    }
  }
  enum found found = look(name);
  if (found == DIRECTORY && length < LONGEST_KNOWN && known_count < MOST_KNOWN) {
    struct directory *new = &known[known_count++];
    memcpy(new->name, name, length);
    new->length = length;
  }
  return found;
}

/* A walk: the real name of what was reached, and what is still to be walked. */
struct walk {
  char name[PATH_MAX]; /* ends with a NUL; empty for the root */
  size_t length;
  char rest[2 * PATH_MAX];
  bool in_directory;
};

static void go_up(struct walk *walk) {
  while (walk->length > 0 && walk->name[--walk->length] != '/') continue;
  walk->name[walk->length] = 0;
}

/* Puts a link's text in front of what is still to be walked; its own name is the walk's last. */
static bool follow(struct walk *walk, const char *rest) {
  char text[PATH_MAX];
  ssize_t length = readlink(walk->name, text, sizeof text);
  size_t left = strlen(rest);
  if (length <= 0 || (size_t)length + left >= sizeof walk->rest) return false;
  memmove(walk->rest + length, rest, left + 1);
  memcpy(walk->rest, text, (size_t)length);
  if (text[0] == '/') {
    walk->length = 0;
    walk->name[0] = 0;
  } else {
    go_up(walk);
  }
  return true;
}

/* Goes into one name of the directory that was reached. */
static bool enter(struct walk *walk, const char *name, size_t length) {
  if (walk->length + 1 + length >= sizeof walk->name) return false;
  walk->name[walk->length] = '/';
  memcpy(walk->name + walk->length + 1, name, length);
  walk->length += 1 + length;
  walk->name[walk->length] = 0;
  return true;
}

static bool walk_to_end(struct walk *walk) {
  unsigned links = 0;
  const char *at = walk->rest;
  for (;;) {
    size_t slashes = strspn(at, "/");
    /* What stands before a slash is a directory. */
    if (slashes > 0 && !walk->in_directory) return false;
    at += slashes;
    size_t length = strcspn(at, "/");
    if (length == 0) return true;
    const char *name = at;
    at += length;
    if (length == 1 && name[0] == '.') continue;
    if (length == 2 && name[0] == '.' && name[1] == '.') {
      go_up(walk);
      continue;
    }
    if (!enter(walk, name, length)) return false;
    enum found found = look_once(walk->name, walk->length);
    if (found == NOTHING) return false;
    walk->in_directory = found == DIRECTORY;
    if (found == LINK) {
      if (++links > MOST_LINKS || !follow(walk, at)) return false;
      at = walk->rest;
      walk->in_directory = true;
    }
  }
}

ssize_t real_name(const char *path, char name[PATH_MAX]) {
  static struct walk walk;
  size_t length = strlen(path);
  /* Links in there are more than their text. */
  if (strncmp(path, "/proc", 5) == 0 || length >= PATH_MAX || path[0] != '/') {
    return canonical_name(path, name);
  }
  memcpy(walk.rest, path, length + 1);
  walk.length = 0;
  walk.name[0] = 0;
  walk.in_directory = true;
  if (!walk_to_end(&walk)) return -1;
  if (walk.length == 0) walk.name[walk.length++] = '/';
  memcpy(name, walk.name, walk.length);
  return (ssize_t)walk.length;
}

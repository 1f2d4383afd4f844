#include "grounds.h"

#include <dirent.h>
#include <string.h>
#include <sys/syscall.h>

#include "ground.h"
#include "realname.h"

/*
 * Most paths lie in few directories. One that comes several times in a row is opened, so that the
 * kernel need not walk there for each that follows.
 */
enum { SEVERAL = 4 };

struct place {
  const char *directory; /* where the last path lay; not ended by a NUL */
  size_t length;
  unsigned times; /* in a row */
  int descriptor; /* of it, if it is open; else AT_FDCWD */
};

static const char *name_of(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash != NULL ? slash + 1 : path;
}

static void leave(struct place *place) {
  if (place->descriptor != AT_FDCWD) close(place->descriptor);
  place->descriptor = AT_FDCWD;
}

/* statx(2), which not every libc has. */
static int ask(int directory, const char *path, int flags, unsigned mask, struct statx *found) {
  return (int)syscall(SYS_statx, directory, path, flags, mask, found);
}

/* Where to look a path up, and by which name. */
static int look_from(struct place *place, const char **path) {
  const char *name = name_of(*path);
  size_t length = (size_t)(name - *path);
  if (length < 2 || *name == 0) return AT_FDCWD;
  if (place->length != length || memcmp(place->directory, *path, length) != 0) {
    leave(place);
    place->directory = *path;
    place->length = length;
    place->times = 0;
  }
  if (++place->times < SEVERAL) return AT_FDCWD;
  if (place->descriptor == AT_FDCWD) {
    char directory[PATH_MAX];
    if (length >= sizeof directory) return AT_FDCWD;
    memcpy(directory, *path, length);
    directory[length] = 0;
    int opened = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return AT_FDCWD;
    place->descriptor = opened;
  }
  *path = name;
  return place->descriptor;
}

static bool has_name(const char *path, uint64_t fingerprint) {
  char name[PATH_MAX];
  ssize_t length = real_name(path, name);
  return length >= 0 && XXH3_64bits(name, (size_t)length) == fingerprint;
}

static bool is_so(struct place *place, uint8_t code, const char *path, uint64_t fingerprint) {
  enum ground_kind kind = (enum ground_kind)(code & ~UNFOLLOWED);
  int flags = (code & UNFOLLOWED) != 0 ? AT_SYMLINK_NOFOLLOW : 0;
  struct statx s;
  switch (kind) {
    case STATE:
    case PRESENCE:
    case PERMISSIONS: {
      int from = look_from(place, &path);
      if (ask(from, path, flags, STATX_BASIC_STATS, &s) != 0) return false;
      struct fields found = fields_of(&s);
      return fingerprint_of_fields(kind, &found) == fingerprint;
    }
    case NAME:
      return has_name(path, fingerprint);
    case ABSENCE: {
      int from = look_from(place, &path);
      return ask(from, path, 0, STATX_TYPE, &s) != 0 && errno == ENOENT;
    }
    case IDENTITY:
      return ask(AT_FDCWD, path, 0, IDENTIFYING, &s) == 0 &&
             fingerprint_of_identity(&s) == fingerprint;
    case EXECUTION:
      return access(path, X_OK) == 0;
    default:
      return false;
  }
}

static uint64_t number(const unsigned char *at) {
  struct reader r = {.at = at, .end = at + sizeof(uint64_t)};
  return read_u64(&r);
}

/* Numbers as they lie in the answer, ascending. */
static bool is_among(const unsigned char *numbers, uint64_t count, uint64_t sought) {
  uint64_t from = 0;
  while (from < count) {
    uint64_t middle = from + (count - from) / 2;
    uint64_t value = number(numbers + middle * sizeof value);
    if (value == sought) return true;
    if (value < sought) {
      from = middle + 1;
    } else {
      count = middle;
    }
  }
  return false;
}

static bool has_none(const char *path, const unsigned char *names, uint64_t count) {
  DIR *directory = opendir(path);
  if (directory == NULL) return false;
  bool none = true;
  const struct dirent *entry;
  errno = 0;
  while (none && (entry = readdir(directory)) != NULL) {
    none = !is_among(names, count, XXH3_64bits(entry->d_name, strlen(entry->d_name)));
  }
  none = none && errno == 0;
  closedir(directory);
  return none;
}

static bool next_holds(struct reader *r, struct place *place) {
  uint8_t code = read_u8(r);
  uint64_t fingerprint = read_u64(r);
  const char *path = (const char *)r->at;
  const unsigned char *end = r->failed ? NULL : memchr(path, 0, (size_t)(r->end - r->at));
  if (end == NULL) return false;
  r->at = end + 1;
  if (code != NAMES) return is_so(place, code, path, fingerprint);
  if (fingerprint > (size_t)(r->end - r->at) / sizeof(uint64_t)) return false;
  const unsigned char *names = r->at;
  r->at += fingerprint * sizeof(uint64_t);
  return has_none(path, names, fingerprint);
}

bool grounds_hold(struct reader *r) {
  struct place place = {.descriptor = AT_FDCWD};
  bool hold = true;
  for (uint32_t left = read_u32(r); hold && left > 0; left--) hold = next_holds(r, &place);
  leave(&place);
  return hold && !r->failed;
}

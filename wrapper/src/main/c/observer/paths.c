/*
 * What a path means: the directory it is relative to, and whether the call has read it at all.
 */
#define _GNU_SOURCE
#include <limits.h>

#include "kernel.h"
#include "observer.h"

/*
 * The name of the working directory is kept, since asking the kernel costs more than the event. One
 * word says which process it belongs to (a vfork child shares our memory, but not our directory),
 * how often the directory has changed (so that a name asked for before a change is not kept after
 * it), and where in `names` it lies. Names are written once and never changed, so whoever has read
 * the word may read the name for ever.
 */
enum { NAMES_SIZE = 1 << 18, PID_BITS = 24, OFFSET_BITS = 16, NAME_UNIT = 8 };

static _Atomic uint64_t current;
static _Atomic uint32_t names_used = NAME_UNIT;
static char names[NAMES_SIZE] __attribute__((aligned(NAME_UNIT)));

static uint64_t pid_of(uint64_t word) {
  return word >> (64 - PID_BITS);
}

static uint32_t offset_of(uint64_t word) {
  return (uint32_t)(word & ((1 << OFFSET_BITS) - 1)) * NAME_UNIT;
}

/* The working directory has changed: what is kept belongs to nobody, but may turn out to be the
 * name again. */
void paths_moved(void) {
  uint64_t before = atomic_load(&current);
  uint64_t after;
  do {
    const uint64_t changes = (before >> OFFSET_BITS) + 1;
    after = ((changes << OFFSET_BITS) & (((uint64_t)1 << (64 - PID_BITS)) - 1)) |
            (before & ((1 << OFFSET_BITS) - 1));
  } while (!atomic_compare_exchange_weak(&current, &before, after));
}

/* A name in `names` is its length and then its bytes. */
static struct piece name_at(uint32_t offset) {
  uint32_t length;
  __builtin_memcpy(&length, names + offset, sizeof length);
  return (struct piece){names + offset + sizeof length, length};
}

static bool same(struct piece one, struct piece other) {
  return one.length == other.length && __builtin_memcmp(one.bytes, other.bytes, one.length) == 0;
}

/* Where the name lies in `names`; 0 if there is no room left. */
static uint32_t keep_name(struct piece name, uint32_t recent) {
  if (recent && same(name_at(recent), name)) return recent;
  const uint32_t size =
      (uint32_t)(sizeof(uint32_t) + name.length + NAME_UNIT - 1) & ~(uint32_t)(NAME_UNIT - 1);
  if (atomic_load(&names_used) + size > NAMES_SIZE) return 0;
  const uint32_t offset = atomic_fetch_add(&names_used, size);
  if (offset + size > NAMES_SIZE) return 0;
  const uint32_t length = (uint32_t)name.length;
  __builtin_memcpy(names + offset, &length, sizeof length);
  __builtin_memcpy(names + offset + sizeof length, name.bytes, name.length);
  return offset;
}

/* Reads a name of unknown length: into the small buffer, or into a page of its own. */
static struct piece read_name(struct scratch *scratch, const char *link) {
  long length = link ? kernel_readlink(link, scratch->small, sizeof scratch->small)
                     : kernel_getcwd(scratch->small, sizeof scratch->small);
  const bool cut = link ? length == (long)sizeof scratch->small : length == -ERANGE;
  if (!cut) return (struct piece){scratch->small, length > 0 ? (size_t)length : 0};
  scratch->mapped = kernel_map(2 * PATH_MAX, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  if (!scratch->mapped) {
    region_trouble(TROUBLE_RECORD);
    return (struct piece){scratch->small, 0};
  }
  length = link ? kernel_readlink(link, scratch->mapped, 2 * PATH_MAX)
                : kernel_getcwd(scratch->mapped, 2 * PATH_MAX);
  return (struct piece){scratch->mapped, length > 0 ? (size_t)length : 0};
}

static struct piece working_directory(struct scratch *scratch) {
  const uint64_t pid = kernel_pid();
  uint64_t before = atomic_load_explicit(&current, memory_order_acquire);
  if (pid_of(before) == pid && offset_of(before)) return name_at(offset_of(before));
  const struct piece name = read_name(scratch, NULL);
  const uint32_t offset = name.length ? keep_name(name, offset_of(before)) : 0;
  if (!offset || pid >> PID_BITS) return name;
  const uint64_t changes =
      before & ~(~UINT64_C(0) << (64 - PID_BITS)) & (~UINT64_C(0) << OFFSET_BITS);
  const uint64_t after = pid << (64 - PID_BITS) | changes | offset / NAME_UNIT;
  atomic_compare_exchange_strong_explicit(&current, &before, after, memory_order_release,
                                          memory_order_relaxed);
  return name;
}

static struct piece descriptor_name(struct scratch *scratch, int descriptor) {
  char link[32] = "/proc/self/fd/";
  char digits[12];
  size_t length = 14;
  int count = 0;
  if (descriptor < 0) return (struct piece){scratch->small, 0};
  do {
    digits[count++] = (char)('0' + descriptor % 10);
    descriptor /= 10;
  } while (descriptor);
  while (count) link[length++] = digits[--count];
  link[length] = 0;
  return read_name(scratch, link);
}

/* An empty `path` stands for the descriptor itself. */
void place_open(struct place *place, int directory, const char *path) {
  const struct piece given = {path, __builtin_strlen(path)};
  place->scratch.mapped = NULL;
  if (*path == '/') {
    place->pieces[0] = given;
    place->count = 1;
    return;
  }
  place->pieces[0] = directory == AT_FDCWD ? working_directory(&place->scratch)
                                           : descriptor_name(&place->scratch, directory);
  place->pieces[1] = (struct piece){"", 1};
  place->pieces[2] = given;
  place->count = *path ? 3 : 1;
}

void place_close(struct place *place) {
  if (place->scratch.mapped) kernel_unmap(place->scratch.mapped, 2 * PATH_MAX);
}

/*
 * Whether the kernel has read the path before it answered so. With any other errno the pointer may
 * lead nowhere: programs ask with invalid ones on purpose, to learn whether a call exists.
 */
static bool path_was_read(int error) {
  switch (error) {
    case 0:
    case ENOENT:
    case ENOTDIR:
    case EACCES:
    case ELOOP:
    case EPERM:
    case EEXIST:
    case EISDIR:
    case EROFS:
    case EXDEV:
    case EBUSY:
    case ENOTEMPTY:
    case ETXTBSY:
    case ENXIO:
    case ENODEV:
    case ENODATA:
    case EOVERFLOW:
    case EMLINK:
    case ENOSPC:
    case EDQUOT:
    case ENOEXEC:
    case ESTALE:
      return true;
    default:
      return false;
  }
}

void note_path(enum kind kind, int flags, int directory, const char *path, int error) {
  struct place place;
  if (!path || !path_was_read(error) || !*path) return;
  place_open(&place, directory, path);
  region_note(kind, flags, error, 0, place.pieces, place.count);
  place_close(&place);
}

/* Which file a descriptor has open, as FileStat.mark of the daemon puts it; 0 if that is unknown.
 */
static uint32_t mark_of(int descriptor) {
  struct stat status;
  if (kernel_fstatat(descriptor, "", &status, AT_EMPTY_PATH) != 0) return 0;
  uint64_t mark = (uint64_t)status.st_ino + (uint64_t)status.st_dev * UINT64_C(0x9e3779b97f4a7c15);
  mark ^= mark >> 32;
  return (uint32_t)mark ? (uint32_t)mark : 1;
}

/* A directory above the file may be renamed at any time; which file was read must be known. */
void note_opened(int directory, const char *path, int descriptor) {
  struct place place;
  if (!path || !*path) return;
  place_open(&place, directory, path);
  region_note(KIND_OPEN, 0, 0, mark_of(descriptor), place.pieces, place.count);
  place_close(&place);
}

/* Only names that stand for something in the file system; pipes and sockets have none. */
void note_descriptor(enum kind kind, int flags, int descriptor, int error) {
  struct place place;
  place_open(&place, descriptor, "");
  if (place.pieces[0].length && place.pieces[0].bytes[0] == '/') {
    region_note(kind, flags, error, 0, place.pieces, place.count);
  }
  place_close(&place);
}

void note_name(enum kind kind, int flags, const char *name, int error) {
  if (!name) return;
  const struct piece piece = {name, __builtin_strlen(name)};
  region_note(kind, flags, error, (uint32_t)flags, &piece, 1);
}

void note_asker(enum kind kind, int flags, const char *name) {
  const struct piece pieces[] = {{name, __builtin_strlen(name)}, {"", 1}, start_program()};
  region_note(kind, flags, 0, (uint32_t)flags, pieces, 3);
}

/* Whether the path can be read before the call is made. The kernel is asked, since a bad pointer
 * must fail in the call and not here. */
static bool readable(const char *path) {
  if (!path) return false;
  const int answer = kernel_faccessat(AT_FDCWD, path, F_OK);
  return answer != -EFAULT && answer != -ENAMETOOLONG;
}

struct record *begin_path(enum kind kind, int flags, int directory, const char *path) {
  return readable(path) ? begin_known_path(kind, flags, directory, path) : NULL;
}

struct record *begin_known_path(enum kind kind, int flags, int directory, const char *path) {
  struct place place;
  place_open(&place, directory, path);
  struct record *record = region_reserve(kind, flags, 0, 0, place.pieces, place.count);
  place_close(&place);
  region_publish(record, STATE_BEGUN);
  return record;
}

/* For a symbolic link `first` is its text, not a path. */
struct record *begin_pair(int flags, int from, const char *first, int to, const char *second) {
  struct place places[2];
  struct piece pieces[7];
  int count = 1;
  if (!readable(first) || !readable(second)) return NULL;
  if (flags & RENAME_SYMBOLIC_LINK) {
    places[0].scratch.mapped = NULL;
    places[0].pieces[0] = (struct piece){first, __builtin_strlen(first)};
    places[0].count = 1;
  } else {
    place_open(&places[0], from, first);
  }
  place_open(&places[1], to, second);
  uint32_t length = 0;
  for (int i = 0; i < places[0].count; i++) length += (uint32_t)places[0].pieces[i].length;
  pieces[0] = (struct piece){(const char *)&length, sizeof length};
  for (int i = 0; i < places[0].count; i++) pieces[count++] = places[0].pieces[i];
  for (int i = 0; i < places[1].count; i++) pieces[count++] = places[1].pieces[i];
  struct record *record = region_reserve(KIND_RENAME, flags, 0, 0, pieces, count);
  place_close(&places[0]);
  place_close(&places[1]);
  region_publish(record, STATE_BEGUN);
  return record;
}

void finish(struct record *record, int error) {
  if (!record) return;
  record->result = error;
  region_publish(record, STATE_DONE);
}

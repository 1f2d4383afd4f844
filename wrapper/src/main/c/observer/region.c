/*
 * The shared log: attach to it, write records into it, and leave out those that were written
 * before.
 */
#define _GNU_SOURCE
#include "kernel.h"
#include "observer.h"

uint32_t region_kinds;

static struct region *region;
static _Atomic uint64_t *table;
static char *log_start;

/* How many slots are looked at before an event is written again, and how many of them, of how many,
 * lie near each other. */
enum { PROBES = 24, PROBES_NEAR = 8, NEAR_SLOTS = 2048 };

static bool parse_nonce(const char *text, uint64_t *nonce) {
  *nonce = 0;
  int digits = 0;
  for (; text[digits]; digits++) {
    const char digit = text[digits];
    if (digit >= '0' && digit <= '9') {
      *nonce = *nonce << 4 | (uint64_t)(digit - '0');
    } else if (digit >= 'a' && digit <= 'f') {
      *nonce = *nonce << 4 | (uint64_t)(digit - 'a' + 10);
    } else {
      return false;
    }
  }
  return digits == 16;
}

static bool sound(const struct region *header, uint64_t size, uint64_t nonce) {
  const uint64_t table_size = header->table_slots * sizeof(uint64_t);
  return header->table_slots >= PROBES && header->magic == REGION_MAGIC && header->nonce == nonce &&
         header->version == REGION_VERSION && header->table_slots &&
         !(header->table_slots & (header->table_slots - 1)) && header->table_slots < size &&
         header->table_offset <= size && table_size <= size - header->table_offset &&
         header->log_offset <= size && header->log_capacity <= size - header->log_offset &&
         !(header->table_offset & 7) && !(header->log_offset & 7);
}

/* `variable` is `<path>:<nonce>`. False, and nothing kept, if there is no such region. */
bool region_attach(const char *variable) {
  char path[64];
  size_t length = 0;
  uint64_t nonce;
  while (variable[length] && variable[length] != ':') length++;
  if (length >= sizeof path || !variable[length] || !parse_nonce(variable + length + 1, &nonce)) {
    return false;
  }
  __builtin_memcpy(path, variable, length);
  path[length] = 0;
  const int descriptor = kernel_openat(AT_FDCWD, path, O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return false;
  struct stat status;
  struct region *mapped = NULL;
  if (kernel_fstatat(descriptor, "", &status, AT_EMPTY_PATH) == 0 &&
      status.st_size > REGION_HEADER_SIZE) {
    mapped = kernel_map((size_t)status.st_size, MAP_SHARED, descriptor);
  }
  kernel_close(descriptor);
  if (!mapped) return false;
  if (!sound(mapped, (uint64_t)status.st_size, nonce)) {
    kernel_unmap(mapped, (size_t)status.st_size);
    return false;
  }
  region = mapped;
  table = (_Atomic uint64_t *)((char *)mapped + mapped->table_offset);
  log_start = (char *)mapped + mapped->log_offset;
  region_kinds = mapped->kinds;
  return true;
}

void region_trouble(enum trouble trouble) {
  if (region) atomic_fetch_or_explicit(&region->trouble, trouble, memory_order_relaxed);
}

static uint64_t fold(uint64_t one, uint64_t other) {
  const unsigned __int128 product = (unsigned __int128)one * other;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Eight bytes a step, each multiplied into 128 bits; every bit of the input reaches every bit of
 * the hash. */
static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t length) {
  uint64_t word;
  hash ^= fold(length + UINT64_C(0xd6e8feb86659fd93), UINT64_C(0xa0761d6478bd642f));
  for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word) {
    __builtin_memcpy(&word, bytes, sizeof word);
    hash = fold(hash ^ word, UINT64_C(0xe7037ed1a0b428db)) + UINT64_C(0x9e3779b97f4a7c15);
  }
  word = 0;
  for (size_t i = 0; i < length; i++) word = word << 8 | (unsigned char)bytes[i];
  return fold(hash ^ word ^ UINT64_C(0x8ebc6af09c88c6e3), UINT64_C(0x589965cc75374cc3)) + word;
}

static uint64_t hash_of(enum kind kind, int flags, int result, uint32_t extra,
                        const struct piece *pieces, int count) {
  uint64_t hash = fold(((uint64_t)kind << 48 | (uint64_t)flags << 40 | (uint32_t)result) ^
                           UINT64_C(0x2d358dccaa6c78a5),
                       UINT64_C(0x8bb84b93962eacc9));
  hash ^= fold(extra + UINT64_C(0x9e3779b97f4a7c15), UINT64_C(0xe7037ed1a0b428db));
  for (int i = 0; i < count; i++) hash = hash_bytes(hash, pieces[i].bytes, pieces[i].length);
  return hash ? hash : 1;
}

/*
 * The slots an event may stand in, in this order: a few near each other at the beginning of the
 * table, then a few anywhere. The events of a small compile so stay within some pages, each of
 * which costs every process a fault.
 */
static _Atomic uint64_t *slot_of(uint64_t hash, uint64_t probe) {
  const uint64_t near = region->table_slots >= 2 * NEAR_SLOTS ? NEAR_SLOTS : 0;
  if (near && probe < PROBES_NEAR) return &table[(hash + probe) % NEAR_SLOTS];
  const uint64_t far = region->table_slots - near;
  const uint64_t at = (uint64_t)(((unsigned __int128)hash * far) >> 64) + probe;
  return &table[near + (at < far ? at : at - far)];
}

static bool known(uint64_t hash) {
  for (uint64_t i = 0; i < PROBES; i++) {
    const uint64_t slot = atomic_load_explicit(slot_of(hash, i), memory_order_relaxed);
    if (slot == hash) return true;
    if (!slot) return false;
  }
  return false;
}

static void remember(uint64_t hash) {
  for (uint64_t i = 0; i < PROBES; i++) {
    uint64_t empty = 0;
    if (atomic_compare_exchange_strong(slot_of(hash, i), &empty, hash) || empty == hash) return;
  }
  region_trouble(TROUBLE_TABLE_FULL);
}

struct record *region_reserve(enum kind kind, int flags, int result, uint32_t extra,
                              const struct piece *pieces, int count) {
  size_t payload = 0;
  if (SELDOM(atomic_load_explicit(&loads_pending, memory_order_relaxed))) loads_settle();
  for (int i = 0; i < count; i++) payload += pieces[i].length;
  const size_t length = (sizeof(struct record) + payload + 7) & ~(size_t)7;
  if (length > INT32_MAX) {
    region_trouble(TROUBLE_RECORD);
    return NULL;
  }
  const uint64_t offset = atomic_fetch_add(&region->reserved, length);
  if (offset + length > region->log_capacity) {
    region_trouble(TROUBLE_LOG_FULL);
    return NULL;
  }
  struct record *record = (struct record *)(log_start + offset);
  record->length = (uint32_t)length;
  record->kind = (uint16_t)kind;
  record->flags = (uint8_t)flags;
  record->pid = kernel_pid();
  record->result = result;
  record->payload_length = (uint32_t)payload;
  record->extra = extra;
  char *to = record->payload;
  for (int i = 0; i < count; i++) {
    __builtin_memcpy(to, pieces[i].bytes, pieces[i].length);
    to += pieces[i].length;
  }
  return record;
}

void region_publish(struct record *record, enum state state) {
  if (record) atomic_store_explicit(&record->state, (uint8_t)state, memory_order_release);
}

/*
 * What may be said once; everything else is an event each time. Of what a compiler does for itself,
 * and code that it runs perhaps not, each process or each program tells, and anew after each
 * library that it loads.
 */
enum {
  BY_PROCESS = KIND_BIT(KIND_LIST) | KIND_BIT(KIND_CLOCK) | KIND_BIT(KIND_HOST),
  BY_PROGRAM = BY_PROCESS | KIND_BIT(KIND_ENV) | KIND_BIT(KIND_CWD),
  FOLDED = KIND_BIT(KIND_OPEN) | KIND_BIT(KIND_PROBE) | KIND_BIT(KIND_LIST) |
           KIND_BIT(KIND_READLINK) | KIND_BIT(KIND_REALPATH) | KIND_BIT(KIND_ENV) |
           KIND_BIT(KIND_TIME) | KIND_BIT(KIND_CWD) | KIND_BIT(KIND_CLOCK) | KIND_BIT(KIND_HOST) |
           KIND_BIT(KIND_LOAD),
};

/* An exec leaves the pid as it was. */
static uint32_t who_says(enum kind kind) {
  if (!(KIND_BIT(kind) & BY_PROGRAM)) return 0;
  const struct piece program = start_program();
  const uint32_t pid = (uint32_t)kernel_pid();
  const uint32_t name =
      program.length ? (uint32_t)hash_bytes(0, program.bytes, program.length) : pid;
  return name ^ loads_asked() << 22 ^ (KIND_BIT(kind) & BY_PROCESS ? pid : 0);
}

/*
 * The record is written before its hash is remembered: a process that finds the hash may then rely
 * on the record standing before whatever it writes itself. Two that meet write the record twice,
 * which says nothing new.
 */
void region_note(enum kind kind, int flags, int result, uint32_t extra, const struct piece *pieces,
                 int count) {
  const bool folded = KIND_BIT(kind) & FOLDED;
  const uint64_t hash =
      folded ? hash_of(kind, flags, result, extra ^ who_says(kind), pieces, count) : 0;
  if (folded && known(hash)) return;
  struct record *record = region_reserve(kind, flags, result, extra, pieces, count);
  if (!record) return;
  region_publish(record, STATE_DONE);
  if (folded) remember(hash);
}

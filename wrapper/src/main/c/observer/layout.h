/*
 * The shared region as docs/PROTOCOL.md section 2 lays it out. Used by the observer that writes it
 * and by the tools that read it.
 */
#ifndef LARDER_OBSERVER_LAYOUT_H
#define LARDER_OBSERVER_LAYOUT_H

#include <stdatomic.h>
#include <stdint.h>

#define REGION_VARIABLE "LARDER_REGION"
#define REGION_MAGIC UINT64_C(0x314745524452414c) /* the bytes LARDREG1 */
#define REGION_VERSION 1
#define REGION_HEADER_SIZE 4096

enum kind {
  KIND_START = 1,
  KIND_OPEN = 2,
  KIND_PROBE = 3,
  KIND_LIST = 4,
  KIND_READLINK = 5,
  KIND_REALPATH = 6,
  KIND_WRITE = 7,
  KIND_RENAME = 8,
  KIND_EXEC = 9,
  KIND_BLIND = 10,
  KIND_ENV = 11,
  KIND_TIME = 12,
  KIND_CWD = 13,
  KIND_LOAD = 14,
  KIND_ODD = 15,
  KIND_CLOCK = 16,
  KIND_HOST = 17,
};

/* What a compiler's run needs; a build script's run wants every kind. */
#define KIND_BIT(kind) (UINT32_C(1) << (kind))

enum state { STATE_RESERVED = 0, STATE_BEGUN = 1, STATE_DONE = 2 };

enum trouble { TROUBLE_LOG_FULL = 1, TROUBLE_TABLE_FULL = 2, TROUBLE_RECORD = 4 };

/* Flags of a record, by kind. */
enum {
  PROBE_UNFOLLOWED = 1,
  WRITE_READ_TOO = 1,
  WRITE_REMOVED = 2,
  WRITE_DIRECTORY = 4,
  WRITE_ATTRIBUTES = 8,
  WRITE_KEPT = 16,
  RENAME_HARD_LINK = 1,
  RENAME_SYMBOLIC_LINK = 2,
  EXEC_SPAWNED = 1,
  TIME_NEAR = 1,
};

struct region {
  uint64_t magic;
  uint64_t nonce;
  uint32_t version;
  uint32_t kinds;
  uint64_t table_offset;
  uint64_t table_slots;
  uint64_t log_offset;
  uint64_t log_capacity;
  uint64_t unused;
  _Atomic uint64_t reserved;
  _Atomic uint32_t trouble;
};

struct record {
  uint32_t length;
  uint16_t kind;
  _Atomic uint8_t state;
  uint8_t flags;
  uint32_t pid;
  int32_t result;
  uint32_t payload_length;
  uint32_t extra;
  char payload[];
};

_Static_assert(sizeof(struct record) == 24, "the payload follows 24 bytes");
_Static_assert(__builtin_offsetof(struct region, log_capacity) == 48, "as PROTOCOL.md has it");
_Static_assert(__builtin_offsetof(struct region, reserved) == 64, "as PROTOCOL.md has it");
_Static_assert(__builtin_offsetof(struct region, trouble) == 72, "as PROTOCOL.md has it");

#endif

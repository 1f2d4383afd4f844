/* The frames of docs/PROTOCOL.md. */
#ifndef LARDER_FRAME_H
#define LARDER_FRAME_H

#include <stddef.h>

enum frame_type {
  /* from the wrapper */
  REQUEST = 0x01,
  PRINTED_STDOUT = 0x02,
  PRINTED_STDERR = 0x03,
  REPORT = 0x04,
  PLACED = 0x05,
  CANCELLED = 0x06,
  /* from the daemon */
  EXEC = 0x41,
  RUN = 0x42,
  WAIT = 0x43,
  STDOUT = 0x44,
  STDERR = 0x45,
  OUTPUT = 0x46,
  EXIT = 0x47,
  DONE = 0x48,
  CANCEL = 0x49,
  TREE = 0x4A,
};

enum {
  PROTOCOL_VERSION = 1,
  FRAME_HEADER = 5,
  MAX_FRAME = 64 << 20,   /* type and payload */
  MAX_ANSWER = 256 << 20, /* all frames of one answer */
  MAX_UNSENT = 1 << 20,
};

struct frame {
  enum frame_type type;
  const unsigned char *payload; /* valid until the next frame is awaited */
  size_t length;
};

#endif

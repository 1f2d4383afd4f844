#include "serve.h"

#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

#include "descriptor.h"
#include "place.h"
#include "signals.h"
#include "tree.h"

/* A compiler that can not print what it has to say fails, each in its own way. */
static bool can_print_diagnostics(const unsigned char *frames, size_t length) {
  struct reader r = {.at = frames, .end = frames + length};
  while (r.at < r.end) {
    size_t payload_length = read_u32(&r) - 1;
    uint8_t type = read_u8(&r);
    if ((type == STDOUT || type == STDERR) && !is_open(type == STDOUT ? 1 : 2)) return false;
    r.at += payload_length;
  }
  return true;
}

void print_diagnostics(const unsigned char *frames, size_t length) {
  struct reader r = {.at = frames, .end = frames + length};
  while (r.at < r.end) {
    size_t payload_length = read_u32(&r) - 1;
    uint8_t type = read_u8(&r);
    if (type == STDOUT || type == STDERR) write_all(type == STDOUT ? 1 : 2, r.at, payload_length);
    r.at += payload_length;
  }
}

bool put_outputs(const unsigned char *frames, size_t length, struct bytes *report) {
  struct end_signals callers;
  hold_ends(&callers); /* or a temporary file could be left behind */
  int obstacle = can_print_diagnostics(frames, length) ? 0 : EBADF;
  if (obstacle == 0) obstacle = place_tree(frames, length);
  bool placed = place_outputs(frames, length, obstacle, report);
  release_ends(&callers);
  return placed;
}

void serve(struct connection *c, const struct answer *answer) {
  struct bytes report = {0};
  bool placed = put_outputs(c->received.data, answer->end, &report);
  /* The daemon shall know the new files before anyone can ask it about them. */
  if (!report.failed) send_patiently(c, &report);
  if (!placed) return;
  print_diagnostics(c->received.data, answer->end);
  _exit((int)answer->status);
}

/* What a compiler prints, on its way to the caller. */
#ifndef LARDER_STREAM_H
#define LARDER_STREAM_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

enum { STREAM_PIECE = 64 << 10 };

struct stream {
  int from; /* the end of a pipe; -1 when it was closed */
  int to;   /* the caller's 1 or 2 */
  size_t begin;
  size_t end; /* what was read but not yet written lies between */
  bool caller_refuses;
  char piece[STREAM_PIECE];
};

/* What the stream waits for next: to be read, or to be written. False if it is closed. */
bool stream_wants(const struct stream *s, struct pollfd *want);

/* Nothing is left that was read and not written. */
bool stream_is_flushed(const struct stream *s);

/* Reads once; the number of bytes that were added, 0 at the end. */
size_t stream_read(struct stream *s);

/*
 * Writes once, no more than a pipe with room takes at once. A caller that went away breaks the
 * compiler's pipe as well; one that can not take it (a full disk) is what the compiler would not
 * have noticed either.
 */
void stream_write(struct stream *s);

#endif

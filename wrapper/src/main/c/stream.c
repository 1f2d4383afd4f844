#include "stream.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

bool stream_is_flushed(const struct stream *s) {
  return s->begin == s->end;
}

bool stream_wants(const struct stream *s, struct pollfd *want) {
  if (!stream_is_flushed(s)) {
    *want = (struct pollfd){.fd = s->to, .events = POLLOUT};
    return true;
  }
  *want = (struct pollfd){.fd = s->from, .events = POLLIN};
  return s->from >= 0;
}

static void break_off(struct stream *s) {
  if (s->from >= 0) close(s->from);
  s->from = -1;
}

size_t stream_read(struct stream *s) {
  ssize_t n = read(s->from, s->piece, sizeof s->piece);
  if (n < 0 && (errno == EINTR || errno == EAGAIN)) return 0;
  if (n <= 0) {
    break_off(s);
    return 0;
  }
  s->begin = 0;
  s->end = s->caller_refuses ? 0 : (size_t)n;
  return (size_t)n;
}

void stream_write(struct stream *s) {
  size_t length = s->end - s->begin;
  ssize_t n = write(s->to, s->piece + s->begin, length < PIPE_BUF ? length : PIPE_BUF);
  if (n >= 0) {
    s->begin += (size_t)n;
  } else if (errno != EINTR && errno != EAGAIN) {
    if (errno == EPIPE) break_off(s);
    s->caller_refuses = true;
    s->begin = s->end;
  }
}

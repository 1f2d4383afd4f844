#include "relay.h"

#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIGNALS, DAEMON, FIRST_STREAM, WANTS = FIRST_STREAM + 2 };

/*
 * What a process sent to this one is meant for the compiler. A terminal's signals go to the whole
 * group, so the compiler has them already.
 */
static void handle_signals(struct relay *r) {
  struct signalfd_siginfo info;
  while (read(r->signals->descriptor, &info, sizeof info) == sizeof info) {
    if (info.ssi_signo != SIGCHLD) {
      if (info.ssi_code <= 0 && !r->ended) kill(r->child, (int)info.ssi_signo);
    } else if (!r->ended) {
      r->ended = wait4(r->child, &r->status, WNOHANG, &r->usage) == r->child;
    }
  }
}

static void handle_daemon(struct relay *r) {
  struct frame frame;
  receive(r->daemon);
  while (take_frame(r->daemon, &frame)) {
    if (frame.type == CANCEL) {
      r->cancelled |= r->may_cancel && !r->ended;
    } else if (frame.type != WAIT) {
      connection_drop(r->daemon);
    }
  }
}

static void handle_stream(struct relay *r, int i, short events) {
  struct stream *s = &r->streams[i];
  if (events == POLLOUT) {
    stream_write(s);
    return;
  }
  size_t length = stream_read(s);
  if (length == 0) return;
  r->may_cancel = false;
  send_later(r->daemon, i == 0 ? PRINTED_STDOUT : PRINTED_STDERR, s->piece, length);
}

static bool flushed(const struct relay *r) {
  return stream_is_flushed(&r->streams[0]) && stream_is_flushed(&r->streams[1]);
}

/* Waits once, and handles what came. False when the compiler has ended and its pipes are silent. */
static bool turn(struct relay *r) {
  struct pollfd wants[WANTS] = {
      [SIGNALS] = {.fd = r->signals->descriptor, .events = POLLIN},
      [DAEMON] = {.fd = r->daemon->socket, .events = POLLIN},
  };
  if (r->daemon->sent < r->daemon->unsent.length) wants[DAEMON].events |= POLLOUT;
  for (int i = 0; i < 2; i++) {
    if (!stream_wants(&r->streams[i], &wants[FIRST_STREAM + i])) wants[FIRST_STREAM + i].fd = -1;
  }
  bool ended = r->ended && flushed(r);
  if (poll(wants, WANTS, ended ? 0 : -1) < 0) return true;
  if (wants[SIGNALS].revents != 0) handle_signals(r);
  if (wants[DAEMON].revents & POLLOUT) send_rest(r->daemon);
  if (wants[DAEMON].revents & ~POLLOUT) handle_daemon(r);
  if (r->cancelled) return false;
  bool heard = false;
  for (int i = 0; i < 2; i++) {
    const struct pollfd *want = &wants[FIRST_STREAM + i];
    if (want->revents == 0) continue;
    heard = true;
    handle_stream(r, i, want->events);
  }
  return !ended || heard;
}

void relay(struct relay *r) {
  while (turn(r)) continue;
}

#include "connection.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"

void connection_drop(struct connection *c) {
  if (c->socket >= 0) close(c->socket);
  c->socket = -1;
}

size_t begin_frame(struct bytes *message, enum frame_type type) {
  size_t begun = message->length;
  bytes_put_u32(message, 0);
  bytes_put_u8(message, (uint8_t)type);
  return begun;
}

bool end_frame(struct bytes *message, size_t begun) {
  size_t length = message->length - begun - 4;
  if (message->failed || length > MAX_FRAME) return false;
  bytes_set_u32(message, begun, (uint32_t)length);
  return true;
}

/* Sends what there is room for. False, and dropped, if the daemon is lost. */
static bool send_some(struct connection *c, const struct bytes *message, size_t *sent) {
  while (*sent < message->length) {
    ssize_t n = send(c->socket, message->data + *sent, message->length - *sent,
                     MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n >= 0) {
      *sent += (size_t)n;
    } else if (errno == EAGAIN) {
      return true;
    } else if (errno != EINTR) {
      connection_drop(c);
      return false;
    }
  }
  return true;
}

/* Waits until the socket is ready; false if the deadline passes first. */
static bool await_ready(const struct connection *c, short events, int64_t deadline) {
  struct pollfd socket = {.fd = c->socket, .events = events};
  for (;;) {
    int64_t left = deadline - milliseconds();
    int n = poll(&socket, 1, left > 0 ? (int)left : 0);
    if (n > 0) return true;
    if (n == 0 && left <= 0) return false;
  }
}

static bool send_all(struct connection *c, const struct bytes *message, size_t *sent) {
  while (c->socket >= 0 && send_some(c, message, sent)) {
    if (*sent == message->length) return true;
    if (!await_ready(c, POLLOUT, milliseconds() + c->silence_ms)) connection_drop(c);
  }
  return false;
}

bool send_patiently(struct connection *c, const struct bytes *message) {
  size_t sent = 0;
  return send_all(c, message, &sent);
}

bool send_rest_patiently(struct connection *c) {
  return send_all(c, &c->unsent, &c->sent);
}

void send_rest(struct connection *c) {
  if (c->socket < 0 || !send_some(c, &c->unsent, &c->sent)) return;
  if (c->sent == c->unsent.length) c->sent = c->unsent.length = 0;
}

void send_later(struct connection *c, enum frame_type type, const void *payload, size_t length) {
  if (c->socket < 0) return;
  if (c->sent > MAX_UNSENT) {
    memmove(c->unsent.data, c->unsent.data + c->sent, c->unsent.length - c->sent);
    c->unsent.length -= c->sent;
    c->sent = 0;
  }
  size_t begun = begin_frame(&c->unsent, type);
  bytes_put(&c->unsent, payload, length);
  if (!end_frame(&c->unsent, begun)) {
    connection_drop(c);
    return;
  }
  send_rest(c);
  if (c->unsent.length - c->sent > MAX_UNSENT) connection_drop(c);
}

bool take_frame(struct connection *c, struct frame *frame) {
  size_t available = c->received.length - c->parsed;
  if (c->socket < 0 || available < 4) return false;
  struct reader header = {.at = c->received.data + c->parsed,
                          .end = c->received.data + c->received.length};
  size_t length = read_u32(&header);
  if (length == 0 || length > MAX_FRAME || c->parsed > MAX_ANSWER) {
    connection_drop(c);
    return false;
  }
  if (available < 4 + length) return false;
  frame->type = (enum frame_type)read_u8(&header);
  frame->payload = header.at;
  frame->length = length - 1;
  c->parsed += 4 + length;
  return true;
}

bool receive(struct connection *c) {
  enum { PIECE = 64 << 10 };
  if (bytes_reserve(&c->received, PIECE)) {
    struct bytes *in = &c->received;
    ssize_t n = recv(c->socket, in->data + in->length, in->capacity - in->length, MSG_DONTWAIT);
    if (n > 0) in->length += (size_t)n;
    if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR))) return true;
  }
  connection_drop(c);
  return false;
}

bool await_frame(struct connection *c, struct frame *frame) {
  int64_t deadline = milliseconds() + c->silence_ms;
  while (!take_frame(c, frame)) {
    if (c->socket < 0) return false;
    if (!await_ready(c, POLLIN, deadline)) {
      connection_drop(c);
      return false;
    }
    receive(c);
  }
  return true;
}

void forget_received(struct connection *c) {
  size_t left = c->received.length - c->parsed;
  if (left > 0) memmove(c->received.data, c->received.data + c->parsed, left);
  c->received.length = left;
  c->parsed = 0;
}

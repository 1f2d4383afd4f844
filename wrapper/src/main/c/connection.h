/* One connection to the daemon: frames in, frames out, and never a wait without end. */
#ifndef LARDER_CONNECTION_H
#define LARDER_CONNECTION_H

#include <stdbool.h>

#include "bytes.h"
#include "frame.h"

struct connection {
  int socket; /* -1: the daemon is lost or was dropped */
  int silence_ms;
  struct bytes received; /* whole answers stay here until they are forgotten */
  size_t parsed;
  struct bytes unsent;
  size_t sent;
};

void connection_drop(struct connection *c);

/* Sends at once, waiting for room as long as the daemon's silence is borne. */
bool send_patiently(struct connection *c, const struct bytes *message);

/* Sends what there is room for and keeps the rest; drops a daemon that lags too far behind. */
void send_later(struct connection *c, enum frame_type type, const void *payload, size_t length);
void send_rest(struct connection *c);
bool send_rest_patiently(struct connection *c);

/* Starts a frame in a message; the length is filled in by end_frame. */
size_t begin_frame(struct bytes *message, enum frame_type type);
bool end_frame(struct bytes *message, size_t begun);

/* The next whole frame that has been received already. A malformed one drops the daemon. */
bool take_frame(struct connection *c, struct frame *frame);

/* Receives what is there, without waiting. False, and dropped, at the end or on failure. */
bool receive(struct connection *c);

/* Waits for the next frame; false, and dropped, when the daemon is lost, silent or mad. */
bool await_frame(struct connection *c, struct frame *frame);

/* Everything received so far is done with. */
void forget_received(struct connection *c);

#endif

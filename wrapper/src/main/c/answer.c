#include "answer.h"

static struct answer alone(void) {
  return (struct answer){.verdict = ALONE};
}

static struct answer observed(const struct frame *frame) {
  struct reader r = {.at = frame->payload, .end = frame->payload + frame->length};
  struct answer answer = {.verdict = OBSERVED};
  answer.argv = read_strings(&r);
  answer.edits = read_strings(&r);
  if (r.failed || r.at != r.end || answer.argv[0] == NULL) return alone();
  return answer;
}

static struct answer served(const struct frame *frame, size_t end) {
  struct reader r = {.at = frame->payload, .end = frame->payload + frame->length};
  struct answer answer = {.verdict = SERVED, .end = end, .status = read_u32(&r)};
  return r.failed || r.at != r.end ? alone() : answer;
}

struct answer await_answer(struct connection *c) {
  forget_received(c);
  size_t pieces = 0;
  struct frame frame;
  for (;;) {
    size_t begun = c->parsed;
    if (!await_frame(c, &frame)) return alone();
    switch (frame.type) {
      case WAIT:
        break;
      case STDOUT:
      case STDERR:
      case OUTPUT:
      case TREE:
        pieces++;
        break;
      case RUN:
        return pieces == 0 ? observed(&frame) : alone();
      case EXIT:
        return served(&frame, begun);
      default:
        return alone();
    }
  }
}

#include "pump.h"

#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#include "descriptor.h"

static _Noreturn void pump(struct stream streams[2]) {
  setsid(); /* what the terminal sends is for those who print, not for their pipe */
  if (chdir("/") != 0) _exit(1);
  close_others(3, streams[0].from, streams[1].from);
  close(0);
  for (;;) {
    struct pollfd wants[2];
    bool open[2];
    for (int i = 0; i < 2; i++) {
      open[i] = stream_wants(&streams[i], &wants[i]);
      if (!open[i]) wants[i].fd = -1;
    }
    if (!open[0] && !open[1]) _exit(0);
    if (poll(wants, 2, -1) < 0) continue;
    for (int i = 0; i < 2; i++) {
      if (!open[i] || wants[i].revents == 0) continue;
      if (wants[i].events == POLLIN) {
        stream_read(&streams[i]);
      } else {
        stream_write(&streams[i]);
      }
    }
  }
}

void leave_pump(struct stream streams[2]) {
  if (fork() == 0) pump(streams);
  for (int i = 0; i < 2; i++) {
    if (streams[i].from >= 0) close(streams[i].from);
    streams[i].from = -1;
    streams[i].begin = streams[i].end = 0;
  }
}

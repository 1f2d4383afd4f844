#include "complain.h"

#include <stdarg.h>
#include <string.h>

#include "bytes.h"
#include "descriptor.h"

void say(int descriptor, const char *first, ...) {
  struct bytes line = {0};
  va_list rest;
  va_start(rest, first);
  for (const char *part = first; part != NULL; part = va_arg(rest, const char *)) {
    bytes_put(&line, part, strlen(part));
  }
  va_end(rest);
  bytes_put(&line, "\n", 1);
  if (!line.failed) write_all(descriptor, line.data, line.length);
}

void complain(const char *name, const char *what) {
  say(2, "larder: ", name, ": ", what, NULL);
}

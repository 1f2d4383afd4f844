/* Brings a malloc of its own that opens files and reads a link when it is first called, before
 * anything else has started. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char memory[1 << 22];
static size_t used;

void *malloc(size_t size) {
  if (!used) {
    char text[64];
    used = 16;
    close(open("/etc/passwd", O_RDONLY));
    if (readlink("/etc/malloc.conf", text, sizeof text) > 0) used = 32;
    if (getenv("MALLOC_CONF")) used = 48;
  }
  size_t *block = (size_t *)(memory + used);
  used += (size + 31) & ~(size_t)15;
  if (used > sizeof memory) abort();
  *block = size;
  return (char *)block + 16;
}

void free(void *block) {
  (void)block;
}

void *calloc(size_t count, size_t size) {
  return malloc(count * size);
}

void *realloc(void *old, size_t size) {
  void *block = malloc(size);
  if (old)
    memcpy(block, old, *(size_t *)((char *)old - 16) < size ? *(size_t *)((char *)old - 16) : size);
  return block;
}

int main(void) {
  return printf("started %d\n", malloc(1) != NULL) < 0;
}

/* A growing run of bytes, and a reader of one: big-endian, as docs/PROTOCOL.md has it. */
#ifndef LARDER_BYTES_H
#define LARDER_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
  unsigned char *data;
  size_t length;
  size_t capacity;
  bool failed; /* memory ran out: whatever was put is worthless */
};

bool bytes_reserve(struct bytes *b, size_t more);
void bytes_put(struct bytes *b, const void *data, size_t length);
void bytes_put_u8(struct bytes *b, uint8_t value);
void bytes_put_u16(struct bytes *b, uint16_t value);
void bytes_put_u32(struct bytes *b, uint32_t value);
void bytes_put_u64(struct bytes *b, uint64_t value);
void bytes_put_string(struct bytes *b, const char *string);
void bytes_put_strings(struct bytes *b, char *const *strings);
void bytes_set_u32(struct bytes *b, size_t at, uint32_t value);

struct reader {
  const unsigned char *at;
  const unsigned char *end;
  bool failed; /* asked for more than there was, or for a string that held a NUL */
};

uint8_t read_u8(struct reader *r);
uint32_t read_u32(struct reader *r);
uint64_t read_u64(struct reader *r);
char *read_string(struct reader *r);   /* a copy that ends with a NUL; NULL on failure */
char **read_strings(struct reader *r); /* ends with NULL; NULL on failure */

#endif

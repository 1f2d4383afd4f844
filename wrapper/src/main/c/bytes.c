#include "bytes.h"

#include <stdlib.h>
#include <string.h>

bool bytes_reserve(struct bytes *b, size_t more) {
  if (b->failed) return false;
  if (b->capacity - b->length >= more) return true;
  size_t capacity = b->capacity < 4096 ? 4096 : b->capacity;
  while (capacity - b->length < more) capacity *= 2;
  unsigned char *data = realloc(b->data, capacity);
  if (data == NULL) {
    b->failed = true;
    return false;
  }
  b->data = data;
  b->capacity = capacity;
  return true;
}

void bytes_put(struct bytes *b, const void *data, size_t length) {
  if (length == 0 || !bytes_reserve(b, length)) return;
  memcpy(b->data + b->length, data, length);
  b->length += length;
}

static void put_integer(struct bytes *b, uint64_t value, size_t size) {
  if (!bytes_reserve(b, size)) return;
  for (size_t i = 0; i < size; i++) {
    b->data[b->length + i] = (unsigned char)(value >> (8 * (size - 1 - i)));
  }
  b->length += size;
}

void bytes_put_u8(struct bytes *b, uint8_t value) {
  put_integer(b, value, 1);
}

void bytes_put_u16(struct bytes *b, uint16_t value) {
  put_integer(b, value, 2);
}

void bytes_put_u32(struct bytes *b, uint32_t value) {
  put_integer(b, value, 4);
}

void bytes_put_u64(struct bytes *b, uint64_t value) {
  put_integer(b, value, 8);
}

void bytes_put_string(struct bytes *b, const char *string) {
  size_t length = strlen(string);
  if (length > UINT32_MAX) {
    b->failed = true;
    return;
  }
  bytes_put_u32(b, (uint32_t)length);
  bytes_put(b, string, length);
}

void bytes_put_strings(struct bytes *b, char *const *strings) {
  size_t count = 0;
  while (strings[count] != NULL) count++;
  bytes_put_u32(b, (uint32_t)count);
  for (size_t i = 0; i < count; i++) bytes_put_string(b, strings[i]);
}

void bytes_set_u32(struct bytes *b, size_t at, uint32_t value) {
  if (b->failed) return;
  for (size_t i = 0; i < 4; i++) b->data[at + i] = (unsigned char)(value >> (8 * (3 - i)));
}

static uint64_t read_integer(struct reader *r, size_t size) {
  if (r->failed || (size_t)(r->end - r->at) < size) {
    r->failed = true;
    return 0;
  }
  uint64_t value = 0;
  for (size_t i = 0; i < size; i++) value = value << 8 | *r->at++;
  return value;
}

uint8_t read_u8(struct reader *r) {
  return (uint8_t)read_integer(r, 1);
}

uint32_t read_u32(struct reader *r) {
  return (uint32_t)read_integer(r, 4);
}

uint64_t read_u64(struct reader *r) {
  return read_integer(r, 8);
}

char *read_string(struct reader *r) {
  size_t length = read_u32(r);
  if (r->failed || (size_t)(r->end - r->at) < length || memchr(r->at, 0, length) != NULL) {
    r->failed = true;
    return NULL;
  }
  char *string = malloc(length + 1);
  if (string == NULL) {
    r->failed = true;
    return NULL;
  }
  memcpy(string, r->at, length);
  string[length] = 0;
  r->at += length;
  return string;
}

char **read_strings(struct reader *r) {
  size_t count = read_u32(r);
  if (r->failed || count > (size_t)(r->end - r->at) / 4) {
    r->failed = true;
    return NULL;
  }
  char **strings = calloc(count + 1, sizeof *strings);
  if (strings == NULL) {
    r->failed = true;
    return NULL;
  }
  for (size_t i = 0; i < count; i++) {
    strings[i] = read_string(r);
    if (strings[i] == NULL) return NULL;
  }
  return strings;
}

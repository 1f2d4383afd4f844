/*
 * observe [-k KINDS] [-l LIBRARY] [-o FILE] [-s SIZE] PROGRAM ARGUMENT...
 *
 * Runs a program under the observer, prints what was recorded, one record a line, and exits as the
 * program did. A line is: kind, pid, state, flags, result, extra, payload; bytes of the payload
 * that are not printable ASCII, and backslashes, are written as \xNN, NUL as \0.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../main/c/observer/layout.h"

enum { SLOTS = 1 << 14 };

static const char *const kinds[] = {
    "VOID", "START", "OPEN", "PROBE", "LIST", "READLINK", "REALPATH", "WRITE", "RENAME",
    "EXEC", "BLIND", "ENV",  "TIME",  "CWD",  "LOAD",     "ODD",      "CLOCK", "HOST",
};

static void fail(const char *what) {
  fprintf(stderr, "observe: %s: %s\n", what, strerror(errno));
  exit(125);
}

static struct region *make_region(int memory, uint32_t wanted, size_t log_size, uint64_t nonce) {
  const size_t table_size = SLOTS * sizeof(uint64_t);
  const size_t size = REGION_HEADER_SIZE + table_size + log_size;
  if (ftruncate(memory, (off_t)size) != 0) fail("ftruncate");
  struct region *region = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  if (region == MAP_FAILED) fail("mmap");
  region->magic = REGION_MAGIC;
  region->nonce = nonce;
  region->version = REGION_VERSION;
  region->kinds = wanted;
  region->table_offset = REGION_HEADER_SIZE;
  region->table_slots = SLOTS;
  region->log_offset = REGION_HEADER_SIZE + table_size;
  region->log_capacity = log_size;
  return region;
}

static void print_payload(FILE *out, const char *bytes, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) {
    const unsigned char byte = (unsigned char)bytes[i];
    if (!byte) {
      fputs("\\0", out);
    } else if (byte < ' ' || byte > '~' || byte == '\\') {
      fprintf(out, "\\x%02x", byte);
    } else {
      fputc(byte, out);
    }
  }
}

static void print_records(FILE *out, struct region *region) {
  const char *log = (const char *)region + region->log_offset;
  const bool full = atomic_load(&region->trouble) & TROUBLE_LOG_FULL;
  uint64_t end = atomic_load(&region->reserved);
  if (end > region->log_capacity) end = region->log_capacity;
  for (uint64_t at = 0; at < end;) {
    const struct record *record = (const struct record *)(log + at);
    if (!record->length && full) break;
    if (!record->length || record->length > end - at) {
      fprintf(out, "DAMAGED at %" PRIu64 "\n", at);
      break;
    }
    fprintf(out, "%s %u %d %d %d %u ", kinds[record->kind], record->pid, record->state,
            record->flags, record->result, record->extra);
    print_payload(out, record->payload, record->payload_length);
    fputc('\n', out);
    at += record->length;
  }
  const unsigned trouble = atomic_load(&region->trouble);
  if (trouble) fprintf(out, "TROUBLE %u\n", trouble);
}

static void set_variables(int memory, uint64_t nonce, const char *library) {
  char value[64];
  char list[2 * PATH_MAX];
  const char *before = getenv("LD_PRELOAD");
  snprintf(value, sizeof value, "/proc/%d/fd/%d:%016" PRIx64, (int)getppid(), memory, nonce);
  snprintf(list, sizeof list, "%s%s%s", before ? before : "", before && *before ? ":" : "",
           library);
  if (setenv(REGION_VARIABLE, value, 1) != 0 || setenv("LD_PRELOAD", list, 1) != 0) fail("setenv");
}

static void library_beside(char *path, size_t size) {
  const ssize_t length = readlink("/proc/self/exe", path, size - 1);
  if (length < 0) fail("/proc/self/exe");
  path[length] = 0;
  snprintf(strrchr(path, '/') + 1, 16, "libwatch.so");
}

int main(int argc, char **argv) {
  uint32_t wanted = UINT32_MAX;
  size_t log_size = (size_t)64 << 20;
  FILE *out = stderr;
  uint64_t nonce;
  char library[PATH_MAX + 16];
  int option;
  library_beside(library, PATH_MAX);
  while ((option = getopt(argc, argv, "+k:l:o:s:")) != -1) {
    if (option == 'k') wanted = (uint32_t)strtoul(optarg, NULL, 0);
    if (option == 'l') snprintf(library, sizeof library, "%s", optarg);
    if (option == 's') log_size = strtoul(optarg, NULL, 0);
    if (option == 'o' && !(out = fopen(optarg, "we"))) fail(optarg);
    if (option == '?') return 125;
  }
  if (optind == argc) return fputs("observe: no program\n", stderr), 125;
  const int memory = memfd_create("observe", MFD_CLOEXEC);
  if (memory < 0) fail("memfd_create");
  if (getrandom(&nonce, sizeof nonce, 0) != sizeof nonce) fail("getrandom");
  struct region *region = make_region(memory, wanted, log_size, nonce);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  const pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    set_variables(memory, nonce, library);
    execvp(argv[optind], argv + optind);
    fprintf(stderr, "observe: %s: %s\n", argv[optind], strerror(errno));
    _exit(127);
  }
  int status;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) fail("waitpid");
  }
  pid_t reaped;
  do {
    reaped = waitpid(-1, NULL, WNOHANG);
  } while (reaped > 0);
  print_records(out, region);
  if (reaped == 0) fputs("SURVIVOR\n", out);
  if (fclose(out) != 0) return 125;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

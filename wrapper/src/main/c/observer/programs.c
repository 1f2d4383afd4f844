/*
 * Whether a program can be observed: read from its file before it is executed.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <limits.h>
#include <link.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "kernel.h"
#include "observer.h"

#if defined(__x86_64__)
#define OWN_MACHINE EM_X86_64
#else
#define OWN_MACHINE EM_AARCH64
#endif

/* How many `#!` lines the kernel follows. */
enum { SCRIPT_DEPTH = 5 };

static const char STATIC[] = "static";
static const char OTHER_CLASS[] = "other class";
static const char SET_UID[] = "set-uid";
static const char GO[] = "go";
static const char SANITIZER[] = "sanitizer";
static const char UNREADABLE[] = "unreadable";

static bool starts(const char *text, const char *prefix) {
  while (*prefix && *text == *prefix) {
    text++;
    prefix++;
  }
  return !*prefix;
}

static const char *last_component(const char *path) {
  const char *last = path;
  for (; *path; path++) {
    if (*path == '/') last = path + 1;
  }
  return last;
}

/* What a program needs to be told apart, found in one pass over its program headers. */
struct image {
  bool interpreted;
  bool foreign;
  bool go;
  ElfW(Phdr) dynamic;
};

/* Go puts a note of its own into every program, linked statically or not. */
__attribute__((noinline)) static bool has_go_note(int file, const ElfW(Phdr) * header) {
  uint32_t note[4];
  uint64_t offset = 0;
  for (int i = 0; i < 8 && offset + sizeof note <= header->p_filesz; i++) {
    if (kernel_pread(file, note, sizeof note, header->p_offset + offset) != sizeof note) break;
    if (note[0] == 4 && __builtin_memcmp(&note[3], "Go\0", 4) == 0) return true;
    const uint64_t alignment = header->p_align == 8 ? 7 : 3;
    offset += 12 + (((uint64_t)note[0] + 3) & ~UINT64_C(3));
    offset = (offset + alignment) & ~alignment;
    offset = (offset + note[1] + alignment) & ~alignment;
  }
  return false;
}

__attribute__((noinline)) static bool foreign_interpreter(int file, const ElfW(Phdr) * header) {
  char name[256];
  if (header->p_filesz >= sizeof name) return true;
  const long length = kernel_pread(file, name, header->p_filesz, header->p_offset);
  if (length <= 0) return true;
  name[length] = 0;
  return !starts(last_component(name), "ld-linux") && !starts(last_component(name), "ld.so");
}

__attribute__((noinline)) static struct image image_of(int file, const ElfW(Ehdr) * elf) {
  struct image image = {.interpreted = false};
  ElfW(Phdr) headers[8];
  for (int at = 0; at < elf->e_phnum; at += 8) {
    const long size =
        kernel_pread(file, headers, sizeof headers, elf->e_phoff + (uint64_t)at * sizeof *headers);
    for (int i = 0; i < 8 && at + i < elf->e_phnum && (i + 1) * (long)sizeof *headers <= size;
         i++) {
      if (headers[i].p_type == PT_INTERP) {
        image.interpreted = true;
        image.foreign = foreign_interpreter(file, &headers[i]);
      }
      if (headers[i].p_type == PT_DYNAMIC) image.dynamic = headers[i];
      if (headers[i].p_type == PT_NOTE && has_go_note(file, &headers[i])) image.go = true;
    }
  }
  return image;
}

static uint64_t file_offset(int file, const ElfW(Ehdr) * elf, uint64_t address) {
  ElfW(Phdr) header;
  for (int i = 0; i < elf->e_phnum; i++) {
    if (kernel_pread(file, &header, sizeof header, elf->e_phoff + (uint64_t)i * sizeof header) !=
        sizeof header) {
      break;
    }
    if (header.p_type == PT_LOAD && address >= header.p_vaddr &&
        address < header.p_vaddr + header.p_filesz) {
      return address - header.p_vaddr + header.p_offset;
    }
  }
  return 0;
}

static bool is_sanitizer(const char *library) {
  return starts(library, "libasan.") || starts(library, "libtsan.") ||
         starts(library, "liblsan.") || starts(library, "libhwasan.") ||
         starts(library, "libclang_rt.asan");
}

/* A gcc-built sanitizer refuses to start when anything is loaded before its runtime. */
__attribute__((noinline)) static bool needs_sanitizer(int file, const ElfW(Ehdr) * elf,
                                                      const ElfW(Phdr) * dynamic) {
  ElfW(Dyn) entries[16];
  uint64_t strings = 0;
  for (int pass = 0; pass < 2; pass++) {
    for (uint64_t at = 0; at < dynamic->p_filesz; at += sizeof entries) {
      const long size = kernel_pread(file, entries, sizeof entries, dynamic->p_offset + at);
      for (long i = 0; (i + 1) * (long)sizeof *entries <= size; i++) {
        char name[20] = "";
        if (entries[i].d_tag == DT_NULL) {
          at = dynamic->p_filesz;
          break;
        }
        if (entries[i].d_tag == DT_STRTAB && pass == 0) {
          strings = file_offset(file, elf, entries[i].d_un.d_ptr);
        }
        if (entries[i].d_tag != DT_NEEDED || pass == 0 || !strings) continue;
        kernel_pread(file, name, sizeof name - 1, strings + entries[i].d_un.d_val);
        if (is_sanitizer(name)) return true;
      }
    }
  }
  return false;
}

static const char *elf_blindness(int file, const ElfW(Ehdr) * elf, bool *loads) {
  if (elf->e_ident[EI_CLASS] != ELFCLASS64 || elf->e_machine != OWN_MACHINE ||
      elf->e_phentsize != sizeof(ElfW(Phdr))) {
    *loads = false;
    return OTHER_CLASS;
  }
  const struct image image = image_of(file, elf);
  if (image.go) return GO;
  if (!image.interpreted) return STATIC;
  if (image.foreign) {
    *loads = false;
    return OTHER_CLASS;
  }
  if (image.dynamic.p_filesz && needs_sanitizer(file, elf, &image.dynamic)) {
    *loads = false;
    return SANITIZER;
  }
  return NULL;
}

/* The loader drops LD_PRELOAD when the program gains an identity or capabilities that its caller
 * does not have. */
__attribute__((noinline)) static bool gains_privileges(int file, const struct stat *status) {
  char capability[64];
  if (status->st_mode & S_ISUID &&
      status->st_uid != (uid_t)kernel_call(SYS_getuid, 0, 0, 0, 0, 0, 0)) {
    return true;
  }
  if ((status->st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP) &&
      status->st_gid != (gid_t)kernel_call(SYS_getgid, 0, 0, 0, 0, 0, 0)) {
    return true;
  }
  return file >= 0 && kernel_call(SYS_fgetxattr, file, (long)"security.capability",
                                  (long)capability, sizeof capability, 0, 0) > 0;
}

/* The program that a `#!` line names, in place; NULL if it names none. */
static char *interpreter_of(char *line, long length) {
  long start = 2;
  long end;
  while (start < length && (line[start] == ' ' || line[start] == '\t')) start++;
  for (end = start; end < length; end++) {
    if (line[end] == ' ' || line[end] == '\t' || line[end] == '\n' || !line[end]) break;
  }
  if (end == start || end == length) return NULL;
  line[end] = 0;
  return line + start;
}

/*
 * One step: the reason, or NULL; for a script the interpreter's name is left in `head`, for the
 * next step. Only regular files are opened: opening another kind may block or have an effect.
 */
__attribute__((noinline)) static const char *step(int directory, const char *path, char *head,
                                                  long size, char **interpreter, bool *loads) {
  struct stat status;
  const int flags = *path ? 0 : AT_EMPTY_PATH;
  const char *reason = NULL;
  *interpreter = NULL;
  if (kernel_fstatat(directory, path, &status, flags) != 0 || !S_ISREG(status.st_mode)) return NULL;
  const int file =
      *path ? kernel_openat(directory, path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : directory;
  if (file == -EACCES || file == -EPERM) return UNREADABLE;
  if (file < 0) return NULL;
  const long length = kernel_pread(file, head, (size_t)size, 0);
  if (gains_privileges(file, &status)) {
    *loads = false;
    reason = SET_UID;
  } else if (length >= (long)sizeof(ElfW(Ehdr)) && __builtin_memcmp(head, ELFMAG, SELFMAG) == 0) {
    ElfW(Ehdr) elf;
    __builtin_memcpy(&elf, head, sizeof elf);
    reason = elf_blindness(file, &elf, loads);
  } else if (length > 2 && head[0] == '#' && head[1] == '!') {
    *interpreter = interpreter_of(head, length);
  }
  if (*path) kernel_close(file);
  return reason;
}

const char *program_blindness(int directory, const char *path, bool *loads) {
  char head[256];
  char next[256];
  *loads = true;
  for (int depth = 0; depth < SCRIPT_DEPTH; depth++) {
    char *interpreter;
    const char *reason = step(directory, path, head, sizeof head, &interpreter, loads);
    if (reason || !interpreter) return reason;
    __builtin_memcpy(next, interpreter, __builtin_strlen(interpreter) + 1);
    path = next;
    directory = AT_FDCWD;
  }
  return NULL;
}

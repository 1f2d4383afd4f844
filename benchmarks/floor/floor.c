/*
 * What a cargo build costs if nothing is to be decided: a wrapper for rustc that saves what each
 * call made, and afterwards only copies it back. No cache of its kind can be faster.
 *
 *   FLOOR_DIR   where it is saved
 *   FLOOR_SAVE  set: run everything, and save it; else copy
 *
 * A call is known by its words alone, so it serves the very same build only. Build scripts are
 * treated alike: this program takes the place of each, the script beside it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCRIPT "floor-build-script"

static void fail(const char *what) {
  fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
  exit(99);
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash == NULL ? path : slash + 1;
}

static char *join(const char *directory, const char *name) {
  char *path;
  if (asprintf(&path, "%s/%s", directory, name) < 0) fail("memory");
  return path;
}

static void add(uint64_t hash[2], const char *word) {
  for (const char *c = word;; c++) {
    hash[0] = (hash[0] ^ (unsigned char)*c) * 1099511628211u;
    hash[1] = (hash[1] ^ (unsigned char)*c) * 1099511628211u;
    if (*c == 0) return;
  }
}

/* Where the call's results are saved. */
static char *place(char **words, const char *out_dir) {
  uint64_t hash[2] = {14695981039346656037u, 88172645463325252u};
  for (char **word = words; *word != NULL; word++) add(hash, *word);
  add(hash, out_dir);
  const char *store = getenv("FLOOR_DIR");
  char *path;
  if (store == NULL) fail("FLOOR_DIR is not set");
  if (asprintf(&path, "%s/%016llx%016llx", store, (unsigned long long)hash[0],
               (unsigned long long)hash[1]) < 0) {
    fail("memory");
  }
  return path;
}

static void copy_bytes(int from, int to, const char *name) {
  for (;;) {
    ssize_t n = copy_file_range(from, NULL, to, NULL, SSIZE_MAX, 0);
    if (n < 0) {
      char buffer[1 << 16];
      n = read(from, buffer, sizeof buffer);
      if (n > 0 && write(to, buffer, (size_t)n) != n) fail(name);
    }
    if (n < 0) fail(name);
    if (n == 0) return;
  }
}

static void copy_file(const char *from, const char *to) {
  struct stat file;
  int in = open(from, O_RDONLY | O_CLOEXEC);
  if (in < 0 || fstat(in, &file) != 0) fail(from);
  unlink(to);
  int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file.st_mode & 0777);
  if (out < 0) fail(to);
  if (file.st_size > 0) copy_bytes(in, out, from);
  close(in);
  close(out);
}

/* Copies all that is in a directory, or of it the files whose names hold a word. */
static void copy_all(const char *from, const char *to, const char *word) {
  DIR *directory = opendir(from);
  if (directory == NULL) fail(from);
  for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    if (word != NULL && strstr(entry->d_name, word) == NULL) continue;
    char *source = join(from, entry->d_name);
    char *target = join(to, entry->d_name);
    char link[PATH_MAX];
    ssize_t length = readlink(source, link, sizeof link - 1);
    struct stat file;
    if (length >= 0) {
      link[length] = 0;
      if (symlink(link, target) != 0) fail(target);
    } else if (stat(source, &file) == 0 && S_ISDIR(file.st_mode)) {
      if (mkdir(target, 0777) != 0 && errno != EEXIST) fail(target);
      if (word == NULL) copy_all(source, target, NULL);
    } else {
      copy_file(source, target);
    }
    free(source);
    free(target);
  }
  closedir(directory);
}

static void show(const char *saved, const char *name, int descriptor) {
  char *path = join(saved, name);
  int in = open(path, O_RDONLY | O_CLOEXEC);
  if (in < 0) fail(path);
  char buffer[1 << 16];
  for (ssize_t n; (n = read(in, buffer, sizeof buffer)) > 0;) {
    if (write(descriptor, buffer, (size_t)n) != n) fail(name);
  }
  close(in);
}

/* Runs a program with what it prints saved; its exit status. */
static int run(char **argv, const char *saved) {
  pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    static const char *const names[] = {"stdout", "stderr"};
    for (int i = 0; i < 2; i++) {
      int to = open(join(saved, names[i]), O_WRONLY | O_CREAT | O_TRUNC, 0666);
      if (to < 0 || dup2(to, i + 1) < 0) fail(names[i]);
    }
    execvp(argv[0], argv);
    fail(argv[0]);
  }
  int status;
  if (waitpid(child, &status, 0) < 0) fail("waitpid");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

/* The value of a setting in rustc's words: `--out-dir D`, `-C extra-filename=-x`. */
static const char *setting(char **argv, const char *option, const char *name) {
  size_t length = strlen(name);
  for (; argv[0] != NULL && argv[1] != NULL; argv++) {
    if (strcmp(argv[0], option) != 0) continue;
    if (length == 0) return argv[1];
    if (strncmp(argv[1], name, length) == 0) return argv[1] + length;
  }
  return "";
}

/* Puts this program in a build script's place, so that its runs come here, too. */
static void take_place(const char *out_dir, const char *crate, const char *extra) {
  char *name;
  if (asprintf(&name, "%s%s", crate, extra) < 0) fail("memory");
  char *script = join(out_dir, name);
  char *real = join(out_dir, SCRIPT);
  unlink(real);
  if (rename(script, real) != 0) fail(script);
  copy_file("/proc/self/exe", script);
  if (chmod(script, 0755) != 0) fail(script);
}

static void save(char **argv, const char *saved, const char *from, const char *word) {
  if (mkdir(saved, 0777) != 0 && errno != EEXIST) fail(saved);
  int status = run(argv, saved);
  if (status != 0) { /* cargo asks for things that may fail: such calls are made again */
    show(saved, "stdout", STDOUT_FILENO);
    show(saved, "stderr", STDERR_FILENO);
    exit(status);
  }
  const char *crate = setting(argv, "--crate-name", "");
  if (strncmp(crate, "build_script_", 13) == 0 && from != NULL) take_place(from, crate, word);
  char *files = join(saved, "files");
  if (mkdir(files, 0777) != 0 && errno != EEXIST) fail(files);
  if (from != NULL) copy_all(from, files, strncmp(crate, "build_script_", 13) == 0 ? NULL : word);
}

int main(int argc, char **argv) {
  bool is_script = argc > 0 && strncmp(base_name(argv[0]), "build-script", 12) == 0;
  if (!is_script && argc < 2) fail("usage: floor RUSTC ARGUMENT...");
  char **words = is_script ? argv : argv + 1;
  const char *out_dir = is_script ? getenv("OUT_DIR") : setting(words, "--out-dir", "");
  const char *word = is_script ? NULL : setting(words, "-C", "extra-filename=");
  if (out_dir != NULL && out_dir[0] == 0) out_dir = NULL;
  char *saved = place(words, out_dir == NULL ? "" : out_dir);
  struct stat known;
  char *files = join(saved, "files");
  if (getenv("FLOOR_SAVE") != NULL || stat(files, &known) != 0) {
    if (is_script) {
      char *directory = strdup(argv[0]);
      *strrchr(directory, '/') = 0;
      words[0] = join(directory, SCRIPT);
    }
    save(words, saved, out_dir, word);
  } else if (out_dir != NULL) {
    copy_all(files, out_dir, NULL);
  }
  show(saved, "stdout", STDOUT_FILENO);
  show(saved, "stderr", STDERR_FILENO);
  return 0;
}

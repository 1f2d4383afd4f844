#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bytes.h"
#include "copy.h"
#include "descriptor.h"
#include "frame.h"

enum kind { DIRECTORY = 0, LINK = 1, CONTENT_IN_FRAME = 2, CONTENT_IN_CACHE = 3, HARD_LINK = 4 };

struct tree {
  char *root; /* NULL before the first frame */
  char temporary[PATH_MAX];
  int directory; /* the temporary one, open; -1 while it does not exist */
};

/* Below the root and nowhere else; that no link leads out is seen to by who makes them all. */
static bool stays_below(const char *path) {
  while (*path != 0) {
    size_t length = strcspn(path, "/");
    if (length == 0 || (length == 1 && path[0] == '.')) return false;
    if (length == 2 && path[0] == '.' && path[1] == '.') return false;
    path += length;
    if (*path == '/' && *++path == 0) return false;
  }
  return true;
}

static int begin(struct tree *tree, const char *root) {
  tree->root = strdup(root);
  if (tree->root == NULL) return ENOMEM;
  int length =
      snprintf(tree->temporary, sizeof tree->temporary, "%s.larder-%d.tmp", root, (int)getpid());
  if (length < 0 || (size_t)length >= sizeof tree->temporary) return ENAMETOOLONG;
  struct stat there;
  if (lstat(root, &there) != 0) return errno;
  if (!S_ISDIR(there.st_mode)) return ENOTDIR;
  if (mkdir(tree->temporary, 0700) != 0) return errno;
  tree->directory = open(tree->temporary, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (tree->directory < 0) return errno;
  return fchmod(tree->directory, there.st_mode & 07777) == 0 ? 0 : errno;
}

static int make_file(struct tree *tree, const char *path, mode_t mode, enum kind kind,
                     struct reader *r) {
  int file =
      openat(tree->directory, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) return errno;
  int error = 0;
  if (kind == CONTENT_IN_FRAME) {
    uint32_t length = read_u32(r);
    if (r->failed || length > (size_t)(r->end - r->at)) {
      error = EPROTO;
    } else {
      error = write_all(file, r->at, length);
      r->at += length;
    }
  } else {
    char *from = read_string(r);
    uint64_t offset = read_u64(r);
    uint64_t length = read_u64(r);
    error = r->failed ? EPROTO : copy_part(from, offset, length, file);
    free(from);
  }
  if (error == 0 && fchmod(file, mode) != 0) error = errno;
  if (close(file) != 0 && error == 0) error = errno;
  return error;
}

static int make(struct tree *tree, struct reader *r) {
  enum kind kind = (enum kind)read_u8(r);
  char *path = read_string(r);
  mode_t mode = read_u32(r) & 0777;
  if (r->failed || !stays_below(path)) {
    free(path);
    return EPROTO;
  }
  int error = 0;
  if (kind == DIRECTORY) {
    error = mkdirat(tree->directory, path, 0700) == 0 ? 0 : errno;
  } else if (kind == LINK) {
    char *text = read_string(r);
    error = r->failed ? EPROTO : symlinkat(text, tree->directory, path) == 0 ? 0 : errno;
    free(text);
  } else if (kind == HARD_LINK) {
    char *of = read_string(r);
    bool below = !r->failed && stays_below(of);
    error = !below                                                       ? EPROTO
            : linkat(tree->directory, of, tree->directory, path, 0) == 0 ? 0
                                                                         : errno;
    free(of);
  } else if (kind == CONTENT_IN_FRAME || kind == CONTENT_IN_CACHE) {
    error = make_file(tree, path, mode, kind, r);
  } else {
    error = EPROTO;
  }
  free(path);
  return error;
}

/* One thing of a frame: made, or, once all are there, given its mode if it is a directory. */
typedef int one_step(struct tree *tree, struct reader *r);

static int give_mode(struct tree *tree, struct reader *r) {
  enum kind kind = (enum kind)read_u8(r);
  char *path = read_string(r);
  mode_t mode = read_u32(r) & 0777;
  int error = 0;
  if (kind == DIRECTORY) {
    error = fchmodat(tree->directory, path, mode, 0) == 0 ? 0 : errno;
  } else if (kind == CONTENT_IN_FRAME) {
    r->at += read_u32(r);
  } else {
    free(read_string(r));
    if (kind == CONTENT_IN_CACHE) r->at += 2 * sizeof(uint64_t);
  }
  free(path);
  return error;
}

static int walk_frame(struct tree *tree, struct reader *r, one_step *step) {
  char *root = read_string(r);
  int error = 0;
  if (r->failed) return EPROTO;
  if (tree->root == NULL) {
    error = begin(tree, root);
  } else if (strcmp(tree->root, root) != 0) {
    error = EPROTO;
  }
  free(root);
  while (error == 0 && r->at < r->end) error = step(tree, r);
  return error != 0 ? error : r->failed ? EPROTO : 0;
}

static int walk(struct tree *tree, const unsigned char *frames, size_t length, one_step *step) {
  struct reader r = {.at = frames, .end = frames + length};
  int error = 0;
  while (error == 0 && r.at < r.end) {
    size_t payload_length = read_u32(&r) - 1;
    bool ours = read_u8(&r) == TREE;
    if (r.failed || payload_length > (size_t)(r.end - r.at)) return EPROTO;
    struct reader payload = {.at = r.at, .end = r.at + payload_length};
    if (ours) error = walk_frame(tree, &payload, step);
    r.at += payload_length;
  }
  return error;
}

static int remove_one(const char *path, const struct stat *file, int type, struct FTW *where) {
  (void)file;
  (void)type;
  (void)where;
  remove(path);
  return 0;
}

int place_tree(const unsigned char *frames, size_t length) {
  struct tree tree = {.directory = -1};
  int error = walk(&tree, frames, length, make);
  if (error == 0 && tree.root != NULL) error = walk(&tree, frames, length, give_mode);
  /* An empty directory gives way; one that is not, does not. */
  if (error == 0 && tree.root != NULL && rename(tree.temporary, tree.root) != 0) error = errno;
  if (error != 0 && tree.directory >= 0) {
    nftw(tree.temporary, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  }
  if (tree.directory >= 0) close(tree.directory);
  free(tree.root);
  return error;
}

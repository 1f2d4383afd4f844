/* Holds real_name against the kernel, for each path on standard input. */
#include "realname.h"

#include <stdio.h>
#include <string.h>

#include "ground.h"

int main(void) {
  char path[PATH_MAX], ours[PATH_MAX], kernels[PATH_MAX];
  int lead_somewhere = 0;
  while (fgets(path, sizeof path, stdin) != NULL) {
    path[strcspn(path, "\n")] = 0;
    ssize_t length = real_name(path, ours);
    ssize_t expected = canonical_name(path, kernels);
    if (expected >= 0) lead_somewhere++;
    if (expected < 0 ? length >= 0 : length != expected || memcmp(ours, kernels, (size_t)length)) {
      printf("%s: %.*s, not %.*s\n", path, (int)(length < 0 ? 0 : length), ours,
             (int)(expected < 0 ? 0 : expected), kernels);
    }
  }
  printf("%d\n", lead_somewhere);
  return 0;
}

/*
 * larderd: starts the daemon's Java program from the image that this file lies in.
 *
 * A program of its own and not a script, so that starting the daemon needs no shell, no PATH and no
 * variable of the caller, and the way from the wrapper to the Java runtime is one execve. It finds
 * the image by its own file (/proc/self/exe), never by its argv[0].
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The flags that the AOT cache was trained under: the runtime refuses a cache that was made under
 * others. */
static const char *const runtime_flags[] = {
    "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xss512k",
    /* In a heap that begins smaller, each miss of a C project ends in a collection. */
    "-XX:MinHeapSize=16m", "-XX:InitialHeapSize=48m", "-Xmx256m",
    /* A daemon at rest collects once, and gives back what it then has too much of, all of it. */
    "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=25", "-XX:-ShrinkHeapInSteps",
    /* What a build sees is mostly a fresh daemon. The second compiler costs it more than the faster
       code brings, for as long as a build lasts (benchmarks/times). */
    "-XX:TieredStopAtLevel=1",
    /* A daemon out of memory ends at once: every wrapper then goes on alone. */
    "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData",
    /* The runtime's own complaints (an AOT cache that no longer fits) must not reach a build's
       output. */
    "-Xlog:disable", "-Xlog:all=error:stderr", "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow", "-Djdk.virtualThreadScheduler.parallelism=64",
    "-Dio.netty.leakDetection.level=disabled",
    /* Netty would list the network interfaces and open /proc files to name this process; nobody
       asks for that name. */
    "-Dio.netty.machineId=02:00:00:00:00:00:00:01", "-Dio.netty.processId=1",
    "-Djava.awt.headless=true",
    /* What is called by reflection is called once; making a method handle for it takes longer. */
    "-Djdk.reflect.useNativeAccessorOnly=true"};

static const char *const unwanted_variables[] = {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS",
                                                 "JDK_JAVA_OPTIONS",  "CLASSPATH",
                                                 "LD_PRELOAD",        "LD_LIBRARY_PATH"};

static int fail(const char *what, const char *path) {
  fprintf(stderr, "larderd: %s %s: %s\n", what, path, strerror(errno));
  return 1;
}

__attribute__((format(printf, 1, 2))) static char *text(const char *format, ...) {
  char *made = NULL;
  va_list arguments;
  va_start(arguments, format);
  if (vasprintf(&made, format, arguments) < 0) {
    fputs("larderd: out of memory\n", stderr);
    exit(1);
  }
  va_end(arguments);
  return made;
}

/* The image is two levels above this program: IMAGE/lib/larderd. */
static int find_image(char *image, size_t size) {
  ssize_t length = readlink("/proc/self/exe", image, size - 1);
  if (length < 0) {
    return fail("cannot read", "/proc/self/exe");
  }
  image[length] = '\0';
  for (int level = 0; level < 2; level++) {
    char *slash = strrchr(image, '/');
    if (slash == NULL || slash == image) {
      errno = ENOENT;
      return fail("no image around", image);
    }
    *slash = '\0';
  }
  return 0;
}

static int is_jar(const struct dirent *entry) {
  const char *dot = strrchr(entry->d_name, '.');
  return dot != NULL && strcmp(dot, ".jar") == 0;
}

/* The jars in the order of their names: the AOT cache is bound to the exact class path. */
static int find_class_path(const char *image, char **class_path) {
  char *directory = text("%s/lib/jars", image);
  struct dirent **jars;
  int count = scandir(directory, &jars, is_jar, alphasort);
  if (count <= 0) {
    return fail("no jars in", directory);
  }
  *class_path = text("%s/%s", directory, jars[0]->d_name);
  for (int i = 1; i < count; i++) {
    *class_path = text("%s:%s/%s", *class_path, directory, jars[i]->d_name);
  }
  return 0;
}

/* Uses the AOT cache where there is one; LARDER_AOT_OUTPUT (set only while an image is assembled)
 * has one made. */
static char *aot_flag(const char *image) {
  const char *output = getenv("LARDER_AOT_OUTPUT");
  if (output != NULL) {
    return text("-XX:AOTCacheOutput=%s", output);
  }
  char *cache = text("%s/lib/larderd.aot", image);
  return access(cache, R_OK) == 0 ? text("-XX:AOTCache=%s", cache) : NULL;
}

int main(int argc, char **argv) {
  char image[PATH_MAX];
  char *class_path = NULL;
  if (find_image(image, sizeof image) != 0 || find_class_path(image, &class_path) != 0) {
    return 1;
  }
  size_t flag_count = sizeof runtime_flags / sizeof *runtime_flags;
  const char **command = calloc((size_t)argc + flag_count + 16, sizeof *command);
  if (command == NULL) {
    return fail("cannot start", "the daemon");
  }
  size_t n = 0;
  char *java = text("%s/lib/runtime/bin/java", image);
  command[n++] = java;
  for (size_t i = 0; i < flag_count; i++) {
    command[n++] = runtime_flags[i];
  }
  char *aot = aot_flag(image);
  if (aot != NULL) {
    command[n++] = aot;
  }
  command[n++] = text("-Djava.library.path=%s/lib/native", image);
  command[n++] = text("-DZstdNativePath=%s/lib/native/libzstd-jni.so", image);
  command[n++] = text("-Dlarder.image=%s", image);
  command[n++] = "-cp";
  command[n++] = class_path;
  command[n++] = "dev.larder.daemon.Main";
  for (int i = 1; i < argc; i++) {
    command[n++] = argv[i];
  }
  for (size_t i = 0; i < sizeof unwanted_variables / sizeof *unwanted_variables; i++) {
    unsetenv(unwanted_variables[i]);
  }
  /* The C library would keep what each of many threads has freed, some megabytes for each. */
  setenv("MALLOC_ARENA_MAX", "2", 0);
  /* In the C locale a Java runtime can not name a file whose name is not ASCII. */
  setenv("LC_ALL", "C.UTF-8", 1);
  execv(java, (char *const *)command);
  return fail("cannot execute", java);
}

/*
 * libkernelcalls.so: what the daemon asks of the kernel for each input of a lookup, in C.
 *
 * A lookup stats some hundred files. Through java.lang.foreign each costs a microsecond of compiled
 * Java, and five in a daemon too young to have compiled any; here it is the system call and nothing
 * else, from the first one on. The same holds for SHA-256 and XXH3, which the runtime's first
 * compiler has no instructions for, and for the search of names through all that a run made. The
 * Java side is NativeCalls.
 */
#define _GNU_SOURCE
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <jni.h>
#include <limits.h>
#include <malloc.h>
#include <openssl/sha.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ground.h"

#define NATIVE(name) Java_dev_larder_daemon_inputs_files_NativeCalls_##name

enum { FIELDS = 7, READ_AT_ONCE = 128 * 1024 };

/* In the order of NativeCalls.Field. */
struct found {
  struct fields fields;
  int64_t links;
};

_Static_assert(sizeof(struct found) == FIELDS * sizeof(jlong), "NativeCalls.FIELDS");

static int stat_into(int directory, const char *path, int flags, struct found *found) {
  struct statx s;
  if (statx(directory, path, flags, STATX_BASIC_STATS, &s) != 0) return errno;
  *found = (struct found){.fields = fields_of(&s), .links = s.stx_nlink};
  return 0;
}

JNIEXPORT jlong JNICALL NATIVE(call)(JNIEnv *env, jclass class, jlong number, jlong one, jlong two,
                                     jlong three, jlong four, jlong five) {
  (void)env, (void)class;
  long result = syscall(number, one, two, three, four, five);
  return result == -1 ? -errno : result;
}

JNIEXPORT jint JNICALL NATIVE(stat)(JNIEnv *env, jclass class, jint directory, jlong path,
                                    jint flags, jlongArray fields) {
  (void)class;
  struct found found;
  int error = stat_into(directory, (const char *)path, flags, &found);
  if (error == 0) (*env)->SetLongArrayRegion(env, fields, 0, FIELDS, (const jlong *)&found);
  return error;
}

/*
 * A row of a StampTable. Any thread may stamp it while another one looks: a version that is odd, or
 * that moves while the row is read, is as good as no stamp.
 */
struct row {
  const char *path;
  int32_t flags;            /* of statx, or CANONICAL */
  _Atomic uint32_t version; /* 0: never stamped */
  union {
    struct fields fields;
    struct {
      const char *name; /* its canonical name; stays allocated as long as the table */
      int64_t length;
    };
  };
};

enum { CANONICAL = 1 << 30 };

_Static_assert(sizeof(struct row) == 64, "StampTable.ROW");

static bool has_version(struct row *row, uint32_t version) {
  atomic_thread_fence(memory_order_acquire);
  return atomic_load_explicit(&row->version, memory_order_relaxed) == version;
}

static bool stat_holds(struct row *row, uint32_t version) {
  struct found found;
  if (stat_into(AT_FDCWD, row->path, row->flags, &found) != 0) return false;
  return memcmp(&row->fields, &found.fields, sizeof found.fields) == 0 && has_version(row, version);
}

static bool name_holds(struct row *row, uint32_t version) {
  const char *name = row->name;
  int64_t length = row->length;
  if (!has_version(row, version)) return false; /* the two may belong to different names */
  char found[PATH_MAX];
  return canonical_name(row->path, found) == length && memcmp(found, name, (size_t)length) == 0;
}

static bool row_holds(struct row *row) {
  uint32_t version = atomic_load_explicit(&row->version, memory_order_acquire);
  if (version == 0 || version % 2 == 1) return false;
  return row->flags == CANONICAL ? name_holds(row, version) : stat_holds(row, version);
}

JNIEXPORT jint JNICALL NATIVE(firstChanged)(JNIEnv *env, jclass class, jlong table, jint from,
                                            jint rows) {
  (void)env, (void)class;
  struct row *row = (struct row *)table;
  jint at = from;
  while (at < rows && row_holds(&row[at])) at++;
  return at;
}

/* False if another thread is at it, with what is as true. */
static bool begin_stamp(struct row *row) {
  uint32_t version = atomic_load_explicit(&row->version, memory_order_relaxed);
  if (version % 2 == 1 || !atomic_compare_exchange_strong(&row->version, &version, version + 1)) {
    return false;
  }
  atomic_thread_fence(memory_order_release);
  return true;
}

static void end_stamp(struct row *row) {
  uint32_t next = atomic_load_explicit(&row->version, memory_order_relaxed) + 1;
  atomic_store_explicit(&row->version, next == 0 ? 2 : next, memory_order_release);
}

JNIEXPORT void JNICALL NATIVE(stamp)(JNIEnv *env, jclass class, jlong address, jlong device,
                                     jlong inode, jlong mode, jlong size, jlong modified,
                                     jlong changed) {
  (void)env, (void)class;
  struct row *row = (struct row *)address;
  if (!begin_stamp(row)) return;
  row->fields = (struct fields){.device = device,
                                .inode = inode,
                                .mode = mode,
                                .size = size,
                                .modified = modified,
                                .changed = changed};
  end_stamp(row);
}

JNIEXPORT void JNICALL NATIVE(stampName)(JNIEnv *env, jclass class, jlong address, jlong name,
                                         jlong length) {
  (void)env, (void)class;
  struct row *row = (struct row *)address;
  if (!begin_stamp(row)) return;
  row->name = (const char *)name;
  row->length = length;
  end_stamp(row);
}

/* The fingerprint of what a row expects; false if it expects nothing, or something else by now. */
static bool fingerprint_of_row(struct row *row, enum ground_kind kind, uint64_t *fingerprint) {
  uint32_t version = atomic_load_explicit(&row->version, memory_order_acquire);
  if (version == 0 || version % 2 == 1) return false;
  if (kind == NAME) {
    const char *name = row->name;
    int64_t length = row->length;
    if (!has_version(row, version)) return false; /* the two may belong to different names */
    *fingerprint = XXH3_64bits(name, (size_t)length);
    return true;
  }
  struct fields fields = row->fields;
  if (!has_version(row, version)) return false;
  *fingerprint = fingerprint_of_fields(kind, &fields);
  return true;
}

/*
 * Lays what a row expects down as a ground, of the kind given: its length, 0 if there is no room
 * for it, -1 if the row has no stamp.
 */
JNIEXPORT jint JNICALL NATIVE(ground)(JNIEnv *env, jclass class, jlong address, jint kind,
                                      jbyteArray out, jint at) {
  (void)class;
  struct row *row = (struct row *)address;
  uint64_t fingerprint;
  if (!fingerprint_of_row(row, (enum ground_kind)kind, &fingerprint)) return -1;
  uint64_t laid = htobe64(fingerprint);
  jbyte head[1 + sizeof laid] = {(jbyte)kind};
  if (kind != NAME && row->flags == AT_SYMLINK_NOFOLLOW) head[0] = (jbyte)(kind | UNFOLLOWED);
  memcpy(head + 1, &laid, sizeof laid);
  jsize path = (jsize)strlen(row->path) + 1;
  jsize length = (jsize)sizeof head + path;
  if (at + length > (*env)->GetArrayLength(env, out)) return 0;
  (*env)->SetByteArrayRegion(env, out, at, sizeof head, head);
  (*env)->SetByteArrayRegion(env, out, at + (jsize)sizeof head, path, (const jbyte *)row->path);
  return length;
}

JNIEXPORT jlong JNICALL NATIVE(identity)(JNIEnv *env, jclass class, jlong path) {
  (void)env, (void)class;
  struct statx s;
  if (statx(AT_FDCWD, (const char *)path, 0, IDENTIFYING, &s) != 0) return 0;
  return (jlong)fingerprint_of_identity(&s);
}

/* XXH3's 64 bits over a part of an array. */
JNIEXPORT jlong JNICALL NATIVE(fingerprint)(JNIEnv *env, jclass class, jbyteArray bytes, jint from,
                                            jint length) {
  (void)class;
  jbyte *content = (*env)->GetPrimitiveArrayCritical(env, bytes, NULL);
  if (content == NULL) return 0; /* an OutOfMemoryError is pending */
  jlong result = (jlong)XXH3_64bits(content + from, (size_t)length);
  (*env)->ReleasePrimitiveArrayCritical(env, bytes, content, JNI_ABORT);
  return result;
}

JNIEXPORT jint JNICALL NATIVE(canonical)(JNIEnv *env, jclass class, jlong path, jbyteArray name) {
  (void)class;
  char found[PATH_MAX];
  ssize_t length = canonical_name((const char *)path, found);
  if (length > 0) (*env)->SetByteArrayRegion(env, name, 0, (jsize)length, (const jbyte *)found);
  return (jint)length;
}

/* Which of these paths, from one on, is there, or is not found for another reason. */
JNIEXPORT jint JNICALL NATIVE(firstPresent)(JNIEnv *env, jclass class, jbyteArray paths,
                                            jint from) {
  (void)class;
  jsize length = (*env)->GetArrayLength(env, paths);
  char *copy = malloc((size_t)length + 1);
  if (copy == NULL) return from; /* it is then asked for alone */
  (*env)->GetByteArrayRegion(env, paths, 0, length, (jbyte *)copy);
  struct found found;
  jint at = 0;
  for (const char *path = copy; path < copy + length; path += strlen(path) + 1, at++) {
    if (at >= from && stat_into(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, &found) != ENOENT) break;
  }
  free(copy);
  return at;
}

typedef void take(void *state, const void *bytes, size_t length);

/* Gives away what is left of an open file; how many bytes that was, or -errno. */
static int64_t read_rest(int descriptor, int64_t most, take *take, void *state) {
  unsigned char chunk[READ_AT_ONCE];
  int64_t total = 0;
  for (;;) {
    ssize_t length = read(descriptor, chunk, sizeof chunk);
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) return -errno;
    if (length == 0) return total;
    total += length;
    if (total > most) return total;
    take(state, chunk, (size_t)length);
  }
}

static void into_sha256(void *state, const void *bytes, size_t length) {
  SHA256_Update(state, bytes, length);
}

static void into_xxh3(void *state, const void *bytes, size_t length) {
  XXH3_128bits_update(state, bytes, length);
}

/* The SHA-256 of what is left of an open file; how many bytes that was, or -errno. */
JNIEXPORT jlong JNICALL NATIVE(digestFile)(JNIEnv *env, jclass class, jint descriptor, jlong most,
                                           jbyteArray digest) {
  (void)class;
  unsigned char result[SHA256_DIGEST_LENGTH];
  SHA256_CTX context;
  SHA256_Init(&context);
  int64_t total = read_rest(descriptor, most, into_sha256, &context);
  if (total < 0 || total > most) return total;
  SHA256_Final(result, &context);
  (*env)->SetByteArrayRegion(env, digest, 0, sizeof result, (const jbyte *)result);
  return total;
}

/* The same with XXH3's 128 bits. */
JNIEXPORT jlong JNICALL NATIVE(fingerprintFile)(JNIEnv *env, jclass class, jint descriptor,
                                                jlong most, jbyteArray fingerprint) {
  (void)class;
  XXH128_canonical_t result;
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  int64_t total = read_rest(descriptor, most, into_xxh3, &state);
  if (total < 0 || total > most) return total;
  XXH128_canonicalFromHash(&result, XXH3_128bits_digest(&state));
  (*env)->SetByteArrayRegion(env, fingerprint, 0, sizeof result.digest,
                             (const jbyte *)result.digest);
  return total;
}

/* The SHA-256 of an array from an index on. */
JNIEXPORT void JNICALL NATIVE(digestBytes)(JNIEnv *env, jclass class, jbyteArray bytes, jint from,
                                           jbyteArray digest) {
  (void)class;
  unsigned char result[SHA256_DIGEST_LENGTH];
  jsize length = (*env)->GetArrayLength(env, bytes) - from;
  unsigned char *content = (*env)->GetPrimitiveArrayCritical(env, bytes, NULL);
  if (content == NULL) return; /* an OutOfMemoryError is pending */
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, content + from, (size_t)length);
  SHA256_Final(result, &context);
  (*env)->ReleasePrimitiveArrayCritical(env, bytes, content, JNI_ABORT);
  (*env)->SetByteArrayRegion(env, digest, 0, sizeof result, (const jbyte *)result);
}

/* What is looked for, laid out for memmem(3). */
struct names {
  jsize count;
  size_t longest;
  struct name {
    size_t length;
    unsigned char *bytes;
    bool found;
  } name[];
};

static void free_names(struct names *names) {
  for (jsize i = 0; i < names->count; i++) free(names->name[i].bytes);
  free(names);
}

/* NULL where there is no memory for them. */
static struct names *copy_names(JNIEnv *env, jobjectArray array) {
  jsize count = (*env)->GetArrayLength(env, array);
  struct names *names = calloc(1, sizeof *names + (size_t)count * sizeof names->name[0]);
  if (names == NULL) return NULL;
  for (; names->count < count; names->count++) {
    struct name *name = &names->name[names->count];
    jbyteArray bytes = (*env)->GetObjectArrayElement(env, array, names->count);
    jsize length = (*env)->GetArrayLength(env, bytes);
    name->bytes = malloc((size_t)length + 1);
    if (name->bytes == NULL) {
      free_names(names);
      return NULL;
    }
    (*env)->GetByteArrayRegion(env, bytes, 0, length, (jbyte *)name->bytes);
    (*env)->DeleteLocalRef(env, bytes);
    name->length = (size_t)length;
    if (name->length > names->longest) names->longest = name->length;
  }
  return names;
}

static void search(const unsigned char *text, size_t length, struct names *names) {
  for (jsize i = 0; i < names->count; i++) {
    struct name *name = &names->name[i];
    name->found = name->found || memmem(text, length, name->bytes, name->length) != NULL;
  }
}

static void tell(JNIEnv *env, const struct names *names, jbooleanArray found) {
  for (jsize i = 0; i < names->count; i++) {
    jboolean is_found = names->name[i].found;
    (*env)->SetBooleanArrayRegion(env, found, i, 1, &is_found);
  }
}

/* 0, or an errno; EIO where the file is shorter than that. */
static int search_file(const char *path, int64_t offset, int64_t length, struct names *names) {
  size_t overlap = names->longest == 0 ? 0 : names->longest - 1;
  unsigned char *piece = malloc(overlap + READ_AT_ONCE);
  int descriptor = piece == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  int error = descriptor < 0 ? errno : 0;
  size_t kept = 0;
  while (error == 0 && length > 0) {
    size_t wanted = length < READ_AT_ONCE ? (size_t)length : READ_AT_ONCE;
    ssize_t got = pread(descriptor, piece + kept, wanted, offset);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      error = got < 0 ? errno : EIO;
      break;
    }
    offset += got;
    length -= got;
    size_t filled = kept + (size_t)got;
    search(piece, filled, names);
    kept = filled < overlap ? filled : overlap;
    memmove(piece, piece + filled - kept, kept);
  }
  if (descriptor >= 0) close(descriptor);
  free(piece);
  return error;
}

/* Which names stand in a stretch of a file. 0, or an errno. */
JNIEXPORT jint JNICALL NATIVE(searchFile)(JNIEnv *env, jclass class, jlong path, jlong offset,
                                          jlong length, jobjectArray names, jbooleanArray found) {
  (void)class;
  struct names *copied = copy_names(env, names);
  if (copied == NULL) return ENOMEM;
  int error = search_file((const char *)path, offset, length, copied);
  tell(env, copied, found);
  free_names(copied);
  return error;
}

/* Which names stand in an array. 0, or an errno. */
JNIEXPORT jint JNICALL NATIVE(searchBytes)(JNIEnv *env, jclass class, jbyteArray bytes,
                                           jobjectArray names, jbooleanArray found) {
  (void)class;
  struct names *copied = copy_names(env, names);
  if (copied == NULL) return ENOMEM;
  size_t length = (size_t)(*env)->GetArrayLength(env, bytes);
  unsigned char *text = (*env)->GetPrimitiveArrayCritical(env, bytes, NULL);
  if (text != NULL) {
    search(text, length, copied);
    (*env)->ReleasePrimitiveArrayCritical(env, bytes, text, JNI_ABORT);
    tell(env, copied, found);
  }
  free_names(copied);
  return text == NULL ? ENOMEM : 0;
}

JNIEXPORT void JNICALL NATIVE(trim)(JNIEnv *env, jclass class) {
  (void)env, (void)class;
  malloc_trim(0);
}

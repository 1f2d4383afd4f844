package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.files.NativePath;
import dev.larder.storage.PrivateFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The part of the memo that outlives the daemon: a sparse file of fixed slots, a hash table in
 * buckets of {@value #WAYS}. It is read a bucket at a time when a file is met for the first time,
 * so opening it costs nothing; it is written a slot at a time, so nothing is lost when the daemon
 * is killed. Each slot carries a checksum: what a crash, a full disk, or a second daemon writing
 * the same slot leaves behind is an empty slot.
 */
final class MemoFile implements AutoCloseable {
  private static final Logger LOG = System.getLogger(MemoFile.class.getName());

  /* Slot: key 48, digest 32, check 8, when it was written (seconds) 8. */
  private static final int SLOT = 96;
  private static final int WAYS = 8;
  private static final int BUCKET = SLOT * WAYS;
  private static final int BUCKETS = 16_384;
  private static final int CHECKED = MemoKey.LENGTH + Digest.LENGTH;

  private static final int CLOSED = -1;

  private final Kernel kernel;
  private final Path path;
  private volatile int descriptor;
  private volatile boolean failed;

  private MemoFile(Kernel kernel, Path path) {
    this.kernel = kernel;
    this.path = path;
    this.descriptor = opened();
  }

  /**
   * The file at a path, which is made, with the directories above, when there is something to keep.
   */
  static MemoFile at(Kernel kernel, Path path) {
    return new MemoFile(kernel, path.toAbsolutePath());
  }

  @Override
  public synchronized void close() {
    failed = true;
    if (descriptor != CLOSED) {
      try (Calls calls = kernel.borrow()) {
        calls.close(descriptor);
      }
      descriptor = CLOSED;
    }
  }

  private int opened() {
    try (Calls calls = kernel.borrow();
        Arena arena = Arena.ofConfined()) {
      return Math.max(CLOSED, calls.openOwn(NativePath.of(arena, "/", path.toString())));
    }
  }

  /** Whether it is open, or can be made now; if it can not, the memo lives in memory. */
  private boolean isMade() {
    if (descriptor == CLOSED && !failed) {
      make();
    }
    return descriptor != CLOSED;
  }

  private synchronized void make() {
    if (descriptor == CLOSED && !failed) {
      try {
        PrivateFiles.createDirectoriesAbove(path);
        descriptor = opened();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "no digests are kept in {0}: {1}", path, e);
      }
      failed = descriptor == CLOSED;
    }
  }

  Optional<Digest> find(Calls calls, MemoKey key) {
    if (descriptor == CLOSED) {
      return Optional.empty();
    }
    byte[] wanted = bytes(key);
    byte[] bucket = read(calls, offset(wanted));
    for (int at = 0; at + SLOT <= bucket.length; at += SLOT) {
      if (matches(bucket, at, wanted) && sound(bucket, at)) {
        return Optional.of(Digest.read(ByteBuffer.wrap(bucket).position(at + MemoKey.LENGTH)));
      }
    }
    return Optional.empty();
  }

  void put(Calls calls, MemoKey key, Digest digest, long seconds) {
    if (!isMade()) {
      return;
    }
    byte[] name = bytes(key);
    long offset = offset(name);
    byte[] slot = new byte[SLOT];
    ByteBuffer fields = ByteBuffer.wrap(slot).put(name);
    digest.write(fields);
    fields.putLong(check(slot, 0)).putLong(seconds);
    int place = place(read(calls, offset), name, seconds);
    calls.buffer().put(0, slot);
    // A failure leaves the slot as it was, or damaged, which is as good as empty.
    calls.writeAt(descriptor, offset + place, SLOT);
  }

  /** The slot of the same name, else an empty one, else the oldest. */
  private static int place(byte[] bucket, byte[] name, long now) {
    int oldest = 0;
    long age = Long.MAX_VALUE;
    for (int at = 0; at < BUCKET; at += SLOT) {
      if (at + SLOT > bucket.length || matches(bucket, at, name)) {
        return at;
      }
      long dated = word(bucket, at + SLOT - 8);
      long written = dated > now ? Long.MIN_VALUE : dated; // damaged, or a clock was wrong
      if (written < age) {
        age = written;
        oldest = at;
      }
    }
    return oldest;
  }

  private byte[] read(Calls calls, long offset) {
    byte[] bucket = new byte[Math.max(0, calls.readAt(descriptor, offset, BUCKET))];
    calls.buffer().get(0, bucket);
    return bucket;
  }

  private static boolean matches(byte[] bucket, int at, byte[] name) {
    return Arrays.equals(bucket, at, at + name.length, name, 0, name.length);
  }

  private static boolean sound(byte[] bucket, int at) {
    return word(bucket, at + CHECKED) == check(bucket, at);
  }

  private static long check(byte[] bytes, int at) {
    return Digest.compute("memo slot 1", Arrays.copyOfRange(bytes, at, at + CHECKED)).first();
  }

  private static long word(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getLong(at);
  }

  private static long offset(byte[] name) {
    int hash = Arrays.hashCode(name) * 0x9e3779b1;
    return (long) ((hash >>> 16) & (BUCKETS - 1)) * BUCKET;
  }

  private static byte[] bytes(MemoKey key) {
    ByteBuffer bytes = ByteBuffer.allocate(MemoKey.LENGTH);
    key.write(bytes);
    return bytes.array();
  }
}

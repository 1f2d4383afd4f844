package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.FileSystem;
import java.nio.ByteBuffer;

/**
 * What a digest is remembered under.
 *
 * @param aspect which digest of the file
 * @param home the file's device, or where it must outlive a mount, the file system's id
 */
record MemoKey(Aspect aspect, long home, long inode, long size, long modified, long changed) {
  /** Bytes of {@link #write}. */
  static final int LENGTH = 48;

  /** Digests of one file that must never be taken for one another. */
  enum Aspect {
    /** The SHA-256 of the content. */
    CONTENT(1),
    /** What tells a program from others: its build id, or its content. */
    PROGRAM(3);

    /* Memo files last longer than definitions do: another definition has another code. */
    private final int code;

    Aspect(int code) {
      this.code = code;
    }
  }

  static MemoKey inMemory(Aspect aspect, FileStat stat) {
    return new MemoKey(
        aspect, stat.device(), stat.inode(), stat.size(), stat.modified(), stat.changed());
  }

  static MemoKey lasting(Aspect aspect, FileStat stat, FileSystem fileSystem) {
    return new MemoKey(
        aspect, fileSystem.id(), stat.inode(), stat.size(), stat.modified(), stat.changed());
  }

  void write(ByteBuffer target) {
    target.putLong(aspect.code).putLong(home).putLong(inode);
    target.putLong(size).putLong(modified).putLong(changed);
  }
}

package dev.larder.storage;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Bytes of a section: at hand, or a stretch of a file that the kernel can copy from. */
public sealed interface Content {
  /** Length in bytes. */
  long length();

  /** Bytes in memory. The array is shared, not copied: nobody changes it. */
  @SuppressWarnings("ArrayRecordComponent") // shared on purpose, compared nowhere
  record Bytes(byte[] array) implements Content {
    @Override
    public long length() {
      return array.length;
    }

    /** A read-only view. */
    public ByteBuffer buffer() {
      return ByteBuffer.wrap(array).asReadOnlyBuffer();
    }
  }

  /**
   * A stretch of a file.
   *
   * @param file the file; while it exists its bytes do not change
   * @param offset where the stretch begins, in bytes
   * @param length its length in bytes
   */
  record Stretch(Path file, long offset, long length) implements Content {
    public Stretch {
      if (offset < 0 || length < 0) {
        throw new IllegalArgumentException("negative offset or length in " + file);
      }
    }
  }
}

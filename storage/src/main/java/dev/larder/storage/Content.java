package dev.larder.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes of a section: at hand, or a stretch of a file that the kernel can copy from. */
public sealed interface Content {
  /** Length in bytes. */
  long length();

  /**
   * All of it in memory; for content that is known to be small. The array is shared, not copied.
   *
   * @throws IOException if the file can not be read, or is shorter than it was
   */
  byte[] toBytes() throws IOException;

  /** Bytes in memory. The array is shared, not copied: nobody changes it. */
  @SuppressWarnings("ArrayRecordComponent") // shared on purpose, compared nowhere
  record Bytes(byte[] array) implements Content {
    @Override
    public long length() {
      return array.length;
    }

    @Override
    public byte[] toBytes() {
      return array;
    }
  }

  /**
   * A stretch of a file.
   *
   * @param file the file; while it exists its bytes do not change
   * @param offset where the stretch begins, in bytes
   * @param length its length in bytes
   * @param spare whether the file holds nothing else and nobody else needs it: who wants these
   *     bytes in a file of its own may take this one
   */
  record Stretch(Path file, long offset, long length, boolean spare) implements Content {
    /** A stretch of a file that stays where it is. */
    public Stretch(Path file, long offset, long length) {
      this(file, offset, length, false);
    }

    public Stretch {
      if (offset < 0 || length < 0) {
        throw new IllegalArgumentException("negative offset or length in " + file);
      }
    }

    @Override
    public byte[] toBytes() throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(length));
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, offset + buffer.position()) < 0) {
            throw new EOFException(file + " is shorter than " + (offset + length) + " bytes");
          }
        }
      }
      return buffer.array();
    }
  }
}

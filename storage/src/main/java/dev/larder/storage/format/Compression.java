package dev.larder.storage.format;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** zstd, in which everything travels. */
public final class Compression {
  /** Objects shrink to a third, at some 200 MB/s. */
  private static final int LEVEL = 3;

  private static final int WINDOW_LOG = 23;

  /** No frame may ask for more memory than this. */
  public static final int WINDOW = 1 << WINDOW_LOG;

  /* The window of this level. What is longer may have the same far apart: a library its metadata. */
  private static final int ORDINARY_WINDOW = 2 << 20;

  private Compression() {}

  /** Compresses so many bytes that are written, and leaves the other stream open when closed. */
  public static OutputStream into(OutputStream out, long length) throws IOException {
    ZstdOutputStreamNoFinalizer compressed = new ZstdOutputStreamNoFinalizer(out, LEVEL);
    if (length > ORDINARY_WINDOW) {
      compressed.setLong(WINDOW_LOG);
    }
    compressed.setCloseFrameOnFlush(false);
    return compressed;
  }

  /** The content of one frame. */
  public static InputStream from(InputStream in) throws IOException {
    return new ZstdInputStreamNoFinalizer(in).setLongMax(WINDOW_LOG);
  }

  /** So many bytes, no fewer. */
  public static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    if (in.readNBytes(bytes, 0, length) < length) {
      throw new EOFException("cut off");
    }
    return bytes;
  }
}

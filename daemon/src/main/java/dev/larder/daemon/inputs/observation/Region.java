package dev.larder.daemon.inputs.observation;

import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.Kernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The memory that one observed run shares with the daemon; docs/PROTOCOL.md, section 2, has the
 * layout. An anonymous file, of which only the pages that are written take memory, and which is
 * gone when it is closed.
 */
public final class Region implements AutoCloseable {
  static final long MAGIC = 0x4c41524452454731L;
  static final int VERSION = 1;
  static final int TABLE = 4096;
  static final int SLOTS = 65_536;
  static final int LOG = TABLE + SLOTS * 8;
  static final int SIZE = 64 << 20;
  static final int RESERVED = 64;
  static final int TROUBLE = 72;

  private static final int LOG_FULL = 1;
  private static final int RECORD_LOST = 4;

  private final Kernel kernel;
  private final int descriptor;
  private final long nonce;
  private final Arena arena;
  private final ByteBuffer memory;

  private Region(Kernel kernel, int descriptor, long nonce, Arena arena, ByteBuffer memory) {
    this.kernel = kernel;
    this.descriptor = descriptor;
    this.nonce = nonce;
    this.arena = arena;
    this.memory = memory;
  }

  /**
   * Makes a region, to be used by the thread that makes it.
   *
   * @param kinds what the observer is to report
   * @param random where the nonce comes from; not to be guessed by others
   * @throws IOException if the kernel gives no memory
   */
  public static Region create(Kernel kernel, Set<EventKind> kinds, RandomGenerator random)
      throws IOException {
    try (Calls calls = kernel.borrow()) {
      int descriptor = calls.memoryFile("larder", SIZE);
      if (descriptor < 0) {
        throw new IOException("no memory for a region: errno " + -descriptor);
      }
      Arena arena = Arena.ofConfined();
      try (FileChannel file =
          FileChannel.open(
              Path.of("/proc/self/fd/" + descriptor),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        ByteBuffer memory = file.map(MapMode.READ_WRITE, 0, SIZE, arena).asByteBuffer();
        memory.order(ByteOrder.LITTLE_ENDIAN);
        Region region = new Region(kernel, descriptor, random.nextLong(), arena, memory);
        region.writeHeader(EventKind.mask(kinds));
        return region;
      } catch (IOException e) {
        arena.close();
        calls.close(descriptor);
        throw e;
      }
    }
  }

  private void writeHeader(int kinds) {
    memory.putLong(8, nonce);
    memory.putInt(16, VERSION);
    memory.putInt(20, kinds);
    memory.putLong(24, TABLE);
    memory.putLong(32, SLOTS);
    memory.putLong(40, LOG);
    memory.putLong(48, SIZE - LOG);
    memory.putLong(0, Long.reverseBytes(MAGIC));
  }

  /** The value of {@code LARDER_REGION} for the run. */
  public String variable() {
    return "/proc/"
        + ProcessHandle.current().pid()
        + "/fd/"
        + descriptor
        + ":"
        + HexFormat.of().toHexDigits(nonce);
  }

  /** What was reported. To be asked when every process of the run has ended. */
  public Recording read() {
    int trouble = memory.getInt(TROUBLE);
    long reserved = memory.getLong(RESERVED);
    if ((trouble & LOG_FULL) != 0 || reserved < 0 || reserved > SIZE - LOG) {
      return new Recording.Broken("more was done than fits into the log");
    }
    if ((trouble & RECORD_LOST) != 0) {
      return new Recording.Broken("something could not be recorded");
    }
    byte[] log = new byte[(int) reserved];
    memory.get(LOG, log);
    return RecordReader.read(log);
  }

  @Override
  public void close() {
    arena.close();
    try (Calls calls = kernel.borrow()) {
      calls.close(descriptor);
    }
  }
}

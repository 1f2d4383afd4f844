package dev.larder.daemon.inputs.observation;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.Kernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
  static final long TABLE = 4096;
  static final long SLOTS = 65_536;
  static final long LOG = TABLE + SLOTS * 8;
  static final long SIZE = 64L << 20;
  static final long RESERVED = 64;
  static final long TROUBLE = 72;

  private static final ValueLayout.OfLong MAGIC_LAYOUT = JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG = JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int LOG_FULL = 1;
  private static final int RECORD_LOST = 4;

  private final Kernel kernel;
  private final int descriptor;
  private final long nonce;
  private final Arena arena;
  private final MemorySegment memory;

  private Region(Kernel kernel, int descriptor, long nonce, Arena arena, MemorySegment memory) {
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
        MemorySegment memory = file.map(MapMode.READ_WRITE, 0, SIZE, arena);
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
    memory.set(LONG, 8, nonce);
    memory.set(INT, 16, VERSION);
    memory.set(INT, 20, kinds);
    memory.set(LONG, 24, TABLE);
    memory.set(LONG, 32, SLOTS);
    memory.set(LONG, 40, LOG);
    memory.set(LONG, 48, SIZE - LOG);
    memory.set(MAGIC_LAYOUT, 0, MAGIC);
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
    int trouble = memory.get(INT, TROUBLE);
    long reserved = memory.get(LONG, RESERVED);
    if ((trouble & LOG_FULL) != 0 || reserved < 0 || reserved > SIZE - LOG) {
      return new Recording.Broken("more was done than fits into the log");
    }
    if ((trouble & RECORD_LOST) != 0) {
      return new Recording.Broken("something could not be recorded");
    }
    return RecordReader.read(memory.asSlice(LOG, reserved).toArray(JAVA_BYTE));
  }

  @Override
  public void close() {
    arena.close();
    try (Calls calls = kernel.borrow()) {
      calls.close(descriptor);
    }
  }
}

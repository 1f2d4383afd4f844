package dev.larder.daemon.standing;

import dev.larder.daemon.inputs.files.Grounds;
import dev.larder.daemon.protocol.RequestKey;
import dev.larder.storage.PrivateFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The file {@code served}, to which each wrapper appends a note of the answer that it has given
 * (docs/PROTOCOL.md, 3).
 */
final class Notes implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Notes.class.getName());

  private static final String FILE = "served";
  private static final int LENGTH = 32;
  private static final int CHECKED = LENGTH - Integer.BYTES;
  private static final int AT_ONCE = 256;
  private static final long NANOS = 1_000_000_000L;

  /* A file that has grown to this is replaced: nobody needs what was taken from it. */
  private static final long LONG = 1 << 20;

  private final Path directory;
  private final ByteBuffer buffer = ByteBuffer.allocate(LENGTH * AT_ONCE);
  private FileChannel file;

  /* A wrapper may still write to the file that was there before. */
  private Optional<FileChannel> before = Optional.empty();

  private Notes(Path directory, FileChannel file) {
    this.directory = directory;
    this.file = file;
  }

  /** Notes in a directory that has no such file yet. */
  static Notes in(Path directory) throws IOException {
    return new Notes(directory, make(directory.resolve(FILE)));
  }

  private static FileChannel make(Path file) throws IOException {
    Set<StandardOpenOption> made =
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    return FileChannel.open(file, made, PrivateFiles.FILE);
  }

  /** Takes what is new; whether there was anything. */
  synchronized boolean take(BiConsumer<RequestKey, StandingAnswers.Given> taker) {
    boolean any = false;
    try {
      if (file.isOpen()) {
        if (before.isPresent()) {
          any = takeAll(before.get(), taker);
          before.get().close();
          before = Optional.empty();
        }
        any |= takeAll(file, taker);
        if (file.position() >= LONG) {
          replace();
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "some hits are not counted: {0}", e.toString());
    }
    return any;
  }

  private boolean takeAll(FileChannel from, BiConsumer<RequestKey, StandingAnswers.Given> taker)
      throws IOException {
    boolean any = false;
    while (takeSome(from, taker)) {
      any = true;
    }
    return any;
  }

  private boolean takeSome(FileChannel from, BiConsumer<RequestKey, StandingAnswers.Given> taker)
      throws IOException {
    long begin = from.position();
    from.read(buffer.clear());
    buffer.flip();
    boolean any = false;
    while (buffer.remaining() >= LENGTH) {
      int at = buffer.position();
      if (isWhole(at)) {
        any = true;
        RequestKey key = new RequestKey(buffer.getLong(at), buffer.getLong(at + 8));
        long when = buffer.getLong(at + 16);
        long micros = Integer.toUnsignedLong(buffer.getInt(at + 24));
        taker.accept(
            key,
            new StandingAnswers.Given(
                Instant.ofEpochSecond(when / NANOS, when % NANOS),
                Duration.ofNanos(micros * 1000)));
        buffer.position(at + LENGTH);
      } else {
        buffer.position(at + 1); // a wrapper had no room for all of its note
      }
    }
    from.position(begin + buffer.position());
    return any;
  }

  private boolean isWhole(int at) {
    return (int) Grounds.fingerprint(buffer.array(), at, CHECKED) == buffer.getInt(at + CHECKED);
  }

  private void replace() throws IOException {
    Path next = directory.resolve(FILE + ".next");
    Files.deleteIfExists(next);
    FileChannel made = make(next);
    Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    before = Optional.of(file);
    file = made;
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
    if (before.isPresent()) {
      before.get().close();
    }
  }
}

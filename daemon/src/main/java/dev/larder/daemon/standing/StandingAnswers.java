package dev.larder.daemon.standing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.larder.daemon.inputs.files.Grounds;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.AnswerWriter;
import dev.larder.daemon.protocol.RequestKey;
import dev.larder.storage.PrivateFiles;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The standing answers of one daemon, in a directory of the user's own: one file for each, named by
 * the key of the request, and {@code served}, to which a wrapper appends the key of each that it
 * gave, and how long that took. They end with the daemon. Safe for use by many threads.
 */
public final class StandingAnswers implements AutoCloseable {
  private static final Logger LOG = System.getLogger(StandingAnswers.class.getName());

  private static final byte[] MAGIC = "LARDANS1".getBytes(StandardCharsets.US_ASCII);
  private static final String SERVED = "served";
  private static final int NOTE = RequestKey.LENGTH + Long.BYTES;
  private static final int NOTES_AT_ONCE = 256;

  /* All files together, and what is kept in memory for each; an answer takes some kilobytes. */
  private static final long MOST_BYTES = 64 << 20;
  private static final int LARGEST = 1 << 20;
  private static final int IN_MEMORY = 2 << 10;

  /* Requests of which it is known how often they came here since a wrapper answered them. */
  private static final int MOST_ASKED = 32_768;

  private record Standing(int bytes, Consumer<Duration> served) {}

  private final Path directory;
  private final Optional<FileChannel> notes;
  private final ByteBuffer buffer = ByteBuffer.allocate(NOTE * NOTES_AT_ONCE);
  private final Cache<RequestKey, Standing> answers =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((RequestKey key, Standing standing) -> standing.bytes() + IN_MEMORY)
          .executor(Runnable::run)
          .removalListener(this::removed)
          .build();
  private final Cache<RequestKey, AtomicInteger> asked =
      Caffeine.newBuilder().maximumSize(MOST_ASKED).executor(Runnable::run).build();

  private StandingAnswers(Path directory, Optional<FileChannel> notes) {
    this.directory = directory;
    this.notes = notes;
  }

  /**
   * None yet. What another daemon has left is taken away.
   *
   * @param directory where they are to lie; if it can not be made there will never be any
   */
  public static StandingAnswers at(Path directory) {
    try {
      delete(directory);
      PrivateFiles.createDirectories(directory);
      Set<StandardOpenOption> made =
          Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      FileChannel notes = FileChannel.open(directory.resolve(SERVED), made, PrivateFiles.FILE);
      return new StandingAnswers(directory, Optional.of(notes));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "no answers are left for wrappers: {0}", e.toString());
      return new StandingAnswers(directory, Optional.empty());
    }
  }

  /**
   * Whether an answer to this request is to be left now. Where those that were left are of no use,
   * that is ever more seldom.
   */
  public boolean isWorthwhile(RequestKey key) {
    if (notes.isEmpty()) {
      return false;
    }
    drain();
    return Integer.bitCount(asked.get(key, none -> new AtomicInteger()).incrementAndGet()) == 1;
  }

  /**
   * Leaves an answer.
   *
   * @param frames the whole of it, its end included
   * @param served told, some time later, of each time that a wrapper gave it, and how long that
   *     took
   */
  public void leave(RequestKey key, Grounds grounds, List<Answer> frames, Consumer<Duration> served)
      throws IOException {
    byte[] laid = grounds.toBytes();
    ByteBuf out = Unpooled.buffer(laid.length + 1024);
    out.writeBytes(MAGIC).writeLong(0).writeInt(grounds.count()).writeBytes(laid);
    frames.forEach(frame -> AnswerWriter.write(frame, out));
    int head = MAGIC.length + Long.BYTES;
    byte[] bytes = new byte[out.readableBytes()];
    out.getBytes(0, bytes);
    if (bytes.length > LARGEST) {
      return;
    }
    ByteBuffer.wrap(bytes).putLong(MAGIC.length, Grounds.fingerprint(bytes, head));
    Path made = Files.createTempFile(directory, ".", "", PrivateFiles.FILE);
    try {
      Files.write(made, bytes);
      Files.move(made, file(key), StandardCopyOption.ATOMIC_MOVE);
      answers.put(key, new Standing(bytes.length, served));
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private Path file(RequestKey key) {
    return directory.resolve(key.hex());
  }

  private void removed(@Nullable RequestKey key, @Nullable Standing standing, RemovalCause cause) {
    if (key != null && cause != RemovalCause.REPLACED) {
      try {
        Files.deleteIfExists(file(key));
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "an answer is left over", e);
      }
    }
  }

  /** Takes the notes that wrappers have left since the last time; whether there were any. */
  public synchronized boolean drain() {
    boolean any = false;
    try {
      if (notes.isPresent() && notes.get().isOpen()) {
        while (take(notes.get())) {
          any = true;
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "some hits are not counted: {0}", e.toString());
    }
    return any;
  }

  private boolean take(FileChannel from) throws IOException {
    long begin = from.position();
    int length = from.read(buffer.clear());
    int whole = Math.max(0, length) / NOTE;
    from.position(begin + (long) whole * NOTE);
    buffer.flip();
    for (int i = 0; i < whole; i++) {
      RequestKey key = new RequestKey(buffer.getLong(), buffer.getLong());
      Duration took = Duration.ofNanos(buffer.getLong());
      Standing standing = answers.getIfPresent(key);
      asked.invalidate(key);
      if (standing != null) {
        standing.served().accept(took);
      }
    }
    return whole > 0;
  }

  /** Ends them. What wrappers have given so far is taken note of. */
  @Override
  public void close() {
    if (notes.isEmpty()) {
      return;
    }
    try {
      // No wrapper finds them from here on; one that is at it has the file of notes open.
      Path gone = directory.resolveSibling(directory.getFileName() + ".gone");
      delete(gone);
      Files.move(directory, gone, StandardCopyOption.ATOMIC_MOVE);
      drain();
      notes.get().close();
      delete(gone);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "answers are left over: {0}", e.toString());
    }
  }

  private static void delete(Path directory) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path each : all) {
        Files.deleteIfExists(each);
      }
      Files.deleteIfExists(directory);
    } catch (NoSuchFileException none) {
      return;
    }
  }
}

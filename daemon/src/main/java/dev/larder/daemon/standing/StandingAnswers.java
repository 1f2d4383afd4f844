package dev.larder.daemon.standing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.larder.daemon.inputs.files.Grounds;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.AnswerWriter;
import dev.larder.daemon.protocol.RequestKey;
import dev.larder.storage.CacheKey;
import dev.larder.storage.PrivateFiles;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The standing answers of one daemon, in a directory of the user's own: one file for each, named by
 * the key of the request, and {@link Notes} of which were given. They end with the daemon. Safe for
 * use by many threads.
 */
public final class StandingAnswers implements AutoCloseable {
  private static final Logger LOG = System.getLogger(StandingAnswers.class.getName());

  private static final byte[] MAGIC = "LARDANS1".getBytes(StandardCharsets.US_ASCII);

  /* All files together, and what is kept in memory for each; an answer takes some kilobytes. */
  private static final long MOST_BYTES = 64 << 20;
  private static final int PART_OF_FREE_SPACE = 8;
  private static final int LARGEST = 1 << 20;
  private static final int IN_MEMORY = 2 << 10;
  private static final int BLOCK = 4 << 10;

  /* Requests of which it is known how often they came here since a wrapper answered them. */
  private static final int MOST_ASKED = 32_768;

  /* So often notes are looked for, a second apart, before it is left to who comes next. */
  private static final int LOOKS = 10;

  /**
   * That a wrapper gave an answer.
   *
   * @param when it had done so
   * @param took how long that took
   */
  public record Given(Instant when, Duration took) {}

  private record Standing(int bytes, CacheKey action, Consumer<Given> served) {}

  private final Path directory;
  private final Optional<Notes> notes;
  private final Executor later;
  private final Cache<RequestKey, Standing> answers;
  private final Cache<RequestKey, AtomicInteger> asked =
      Caffeine.newBuilder().maximumSize(MOST_ASKED).executor(Runnable::run).build();

  /* How often notes will still be looked for; nobody does where it is zero. */
  private final AtomicInteger looks = new AtomicInteger();

  private StandingAnswers(Path directory, long mostBytes, Optional<Notes> notes, Executor later) {
    this.directory = directory;
    this.notes = notes;
    this.later = later;
    this.answers =
        Caffeine.newBuilder()
            .maximumWeight(mostBytes)
            .weigher((RequestKey key, Standing standing) -> weight(standing))
            .executor(Runnable::run)
            .removalListener(this::removed)
            .build();
  }

  private static int weight(Standing standing) {
    return (standing.bytes() + BLOCK - 1) / BLOCK * BLOCK + IN_MEMORY;
  }

  /**
   * None yet. What daemons have left that were killed is taken away.
   *
   * @param socket beside which they are to lie; if they can not, there will never be any
   * @param lives whether a daemon serves at another socket
   * @param later runs what it is given on another thread, a second later
   */
  public static StandingAnswers beside(Path socket, Predicate<Path> lives, Executor later) {
    Path directory = Leftovers.answers(socket);
    try {
      Leftovers.remove(socket, lives);
      PrivateFiles.createDirectories(directory);
      long free = Files.getFileStore(directory).getUsableSpace() / PART_OF_FREE_SPACE;
      return new StandingAnswers(
          directory, Math.min(MOST_BYTES, free), Optional.of(Notes.in(directory)), later);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "no answers are left for wrappers: {0}", e.toString());
      return new StandingAnswers(directory, 0, Optional.empty(), later);
    }
  }

  /**
   * Whether an answer to this request is to be left now: from the second time on that it came here,
   * as most requests of a build that a fresh machine runs come once. Where those that were left are
   * of no use, that is ever more seldom.
   */
  public boolean isWorthwhile(RequestKey key) {
    if (notes.isEmpty()) {
      return false;
    }
    drain();
    look();
    int times = asked.get(key, none -> new AtomicInteger()).incrementAndGet();
    return times > 1 && Integer.bitCount(times) == 1;
  }

  /**
   * Leaves an answer.
   *
   * @param action whose result it gives
   * @param frames the whole of it, its end included
   * @param served told, some time later, of each time that a wrapper gave it
   */
  public void leave(
      RequestKey key, CacheKey action, Grounds grounds, List<Answer> frames, Consumer<Given> served)
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
      answers.put(key, new Standing(bytes.length, action, served));
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

  /** Takes back the answers that give a result of this action, since it may not be right. */
  public void revoke(CacheKey action) {
    answers.asMap().values().removeIf(standing -> standing.action().equals(action));
  }

  /** Takes the notes that wrappers have left since the last time; whether there were any. */
  public boolean drain() {
    boolean any = notes.isPresent() && notes.get().take(this::given);
    if (any) {
      look();
    }
    return any;
  }

  private void given(RequestKey key, Given how) {
    asked.put(key, new AtomicInteger(1)); // what recurs is left again at once
    Standing standing = answers.getIfPresent(key);
    if (standing != null) {
      standing.served().accept(how);
    }
  }

  /**
   * Sees to it that notes are taken within a second, for as long as there are some now and then.
   */
  public void look() {
    if (looks.getAndSet(LOOKS) == 0) {
      later.execute(this::lookAgain);
    }
  }

  private void lookAgain() {
    drain();
    if (looks.decrementAndGet() > 0) {
      later.execute(this::lookAgain);
    }
  }

  /** Ends them. What wrappers have given so far is taken note of. */
  @Override
  public void close() {
    if (notes.isEmpty()) {
      return;
    }
    try {
      // No wrapper finds them from here on; one that is at it has the file of notes open.
      Path gone = Leftovers.gone(directory);
      Leftovers.delete(gone);
      Files.move(directory, gone, StandardCopyOption.ATOMIC_MOVE);
      drain();
      notes.get().close();
      Leftovers.delete(gone);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "answers are left over: {0}", e.toString());
    }
  }
}

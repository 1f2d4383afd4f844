package dev.larder.storage.disk;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.format.Checksum;
import dev.larder.storage.format.EntryHeader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Writes entries' files. */
/*
 * The file is written under its unique name, where no reader looks, and then gets the name that is
 * looked up as a second one, by link(2), which never replaces anything. A writer that is killed
 * leaves a file with one name, which is swept later; a reader sees a whole entry or none.
 */
final class ValueWriter {
  private static final Set<StandardOpenOption> NEW_FILE =
      EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);

  /* The runtime copies what is on its heap to a buffer of the same size, which it then keeps. */
  private static final int PIECE = 256 << 10;

  private final Layout layout;
  private final Verified verified;

  ValueWriter(Layout layout, Verified verified) {
    this.layout = layout;
    this.verified = verified;
  }

  /** Writes an entry unless there is one under the key. Returns the bytes written. */
  long write(CacheKey key, Path file, Entry entry) throws IOException {
    try (Draft draft = new Draft(key, file, entry.lines())) {
      for (int i = 0; i < entry.sections().size(); i++) {
        draft.write(i, entry.sections().get(i).content());
      }
      return draft.publish();
    }
  }

  /** Begins an entry that comes piece by piece. */
  Arriving begin(CacheKey key, Path file, List<Entry.Line> sections) throws IOException {
    return new Arriving(new Draft(key, file, sections));
  }

  /** A file on its way to being an entry's, which is gone when closed unless it was published. */
  private final class Draft implements AutoCloseable {
    private final Path file;
    private final EntryHeader plan;
    private final Path unique;
    private final FileChannel out;
    private final List<EntryHeader.Part> written = new ArrayList<>();
    private boolean whole;

    Draft(CacheKey key, Path file, List<Entry.Line> sections) throws IOException {
      this.file = file;
      this.plan = EntryHeader.plan(key, Layout.drawId(), sections);
      this.unique = Layout.unique(file, plan.id());
      this.out = layout.openForWriting(unique, NEW_FILE);
    }

    List<EntryHeader.Part> parts() {
      return plan.parts();
    }

    void write(int number, Content content) throws IOException {
      EntryHeader.Part part = plan.parts().get(number);
      switch (content) {
        case Content.Bytes bytes -> {
          writeAll(out, bytes.buffer(), part.offset());
          written.add(part.withChecksum(Checksum.of(bytes.array())));
        }
        case Content.Stretch stretch -> {
          copy(stretch, out, part.offset());
          // Over what was written, not over what was to be copied: the two can not disagree.
          written.add(part.withChecksum(ValueReader.checksum(out, part)));
        }
      }
    }

    /** Writes a piece of a part. */
    void write(EntryHeader.Part part, long at, ByteBuffer piece) throws IOException {
      writeAll(out, piece, part.offset() + at);
    }

    /** Notes that a part is there. */
    void written(EntryHeader.Part part, Checksum checksum) {
      written.add(part.withChecksum(checksum.value()));
    }

    /** Gives the file its name unless another has it. Returns the bytes written. */
    long publish() throws IOException {
      EntryHeader header = new EntryHeader(plan.key(), plan.id(), plan.length(), written);
      writeAll(out, header.encode(), 0);
      out.close();
      whole = ValueWriter.publish(unique, file);
      if (!whole) {
        return 0;
      }
      verified.written(plan.key(), unique);
      return plan.length();
    }

    @Override
    public void close() throws IOException {
      try (out) {
        if (!whole) {
          Files.deleteIfExists(unique);
        }
      }
    }
  }

  /** An entry of which one piece after the other is written. */
  static final class Arriving implements AutoCloseable {
    private final Draft draft;
    private int number;
    private long at;
    private Checksum checksum = new Checksum();

    private Arriving(Draft draft) {
      this.draft = draft;
    }

    /** Writes the next bytes, an array's first. */
    void add(byte[] bytes, int length) throws IOException {
      int done = 0;
      while (done < length) {
        passFull();
        EntryHeader.Part part = draft.parts().get(number);
        int step = (int) Math.min(length - done, part.length() - at);
        draft.write(part, at, ByteBuffer.wrap(bytes, done, step));
        checksum.update(bytes, done, step);
        done += step;
        at += step;
      }
    }

    /** Goes on to the next part that is not all there. */
    private void passFull() {
      while (number < draft.parts().size() && at == draft.parts().get(number).length()) {
        draft.written(draft.parts().get(number), checksum);
        checksum = new Checksum();
        number++;
        at = 0;
      }
    }

    /** Makes it an entry, now that all was added. Returns the bytes written. */
    long publish() throws IOException {
      passFull();
      return draft.publish();
    }

    @Override
    public void close() throws IOException {
      draft.close();
    }
  }

  /** Gives the file the name that is looked up. Returns whether it was free. */
  private static boolean publish(Path unique, Path file) throws IOException {
    try {
      Files.createLink(file, unique);
      return true;
    } catch (FileAlreadyExistsException another) {
      return false;
    } catch (IOException | UnsupportedOperationException noLinks) {
      // A file system without hard links: then as good as it can be done there.
      try {
        Files.move(unique, file, StandardCopyOption.ATOMIC_MOVE);
        return true;
      } catch (IOException e) {
        e.addSuppressed(noLinks);
        throw e;
      }
    }
  }

  private static void copy(Content.Stretch from, FileChannel out, long at) throws IOException {
    try (FileChannel in = FileChannel.open(from.file(), StandardOpenOption.READ)) {
      out.position(at);
      long done = 0;
      while (done < from.length()) {
        long step = in.transferTo(from.offset() + done, from.length() - done, out);
        if (step <= 0) {
          throw new EOFException(from.file() + " is shorter than it was");
        }
        done += step;
      }
    }
  }

  private static void writeAll(FileChannel out, ByteBuffer bytes, long at) throws IOException {
    int done = bytes.position();
    long begin = at - done;
    while (done < bytes.limit()) {
      ByteBuffer piece = bytes.slice(done, Math.min(PIECE, bytes.limit() - done));
      done += out.write(piece, begin + done);
    }
  }
}

package dev.larder.storage.disk;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.format.Checksum;
import dev.larder.storage.format.EntryHeader;
import dev.larder.storage.format.PackedEntry;
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

  /**
   * The only section of an entry that is kept as it came. No section that anybody names begins so.
   */
  static final String PACKED = "-packed";

  private final Layout layout;
  private final Verified verified;

  ValueWriter(Layout layout, Verified verified) {
    this.layout = layout;
    this.verified = verified;
  }

  /** Whether this is an entry as it came, in its only section. */
  static boolean isPacked(Entry entry) {
    return entry.sections().size() == 1 && entry.sections().getFirst().name().equals(PACKED);
  }

  /** Writes an entry unless there is one under the key. Returns the bytes written. */
  long write(CacheKey key, Path file, Entry entry) throws IOException {
    try (Draft draft = new Draft(key, file, entry.lines())) {
      for (Entry.Section section : entry.sections()) {
        draft.write(section.content());
      }
      return draft.publish();
    }
  }

  /**
   * Keeps an entry as it came, unless there is one under the key. Returns the bytes written.
   *
   * @param packed in an array
   */
  long keep(CacheKey key, Path file, ByteBuffer packed) throws IOException {
    List<Entry.Line> one = List.of(new Entry.Line(PACKED, 0, packed.remaining()));
    try (Draft draft = new Draft(key, file, one)) {
      draft.add(packed.array(), packed.arrayOffset() + packed.position(), packed.remaining());
      draft.end();
      return draft.publish();
    }
  }

  /** Writes a packed entry as any other, and puts it in the place of what is under the key. */
  long unpack(CacheKey key, Path file, PackedEntry packed) throws IOException {
    try (Draft draft = new Draft(key, file, packed.lines())) {
      packed.unpack(draft);
      return draft.replace();
    }
  }

  /**
   * Unpacks an entry as nobody looks it up: each large section into a spare file.
   *
   * @throws IOException if there is no room, or it is not what it should be; nothing is left then
   */
  Entry unpackSpare(Path file, PackedEntry packed, long stretchFrom) throws IOException {
    try (SpareFiles spare = new SpareFiles(layout, file, stretchFrom)) {
      packed.unpack(spare);
      return spare.entry();
    }
  }

  /** A file on its way to being an entry's, which is gone when closed unless it was published. */
  private final class Draft implements PackedEntry.Sink, AutoCloseable {
    private final Path file;
    private final EntryHeader plan;
    private final Path unique;
    private final FileChannel out;
    private final List<EntryHeader.Part> written = new ArrayList<>();
    private Checksum checksum = new Checksum();
    private long at;
    private boolean whole;

    Draft(CacheKey key, Path file, List<Entry.Line> sections) throws IOException {
      this.file = file;
      this.plan = EntryHeader.plan(key, Layout.drawId(), sections);
      this.unique = Layout.unique(file, plan.id());
      this.out = layout.openForWriting(unique, NEW_FILE);
    }

    /** Where the first section goes that is not there yet. */
    private EntryHeader.Part next() {
      return plan.parts().get(written.size());
    }

    /** Writes the next section. */
    void write(Content content) throws IOException {
      switch (content) {
        case Content.Bytes bytes -> {
          add(bytes.array(), bytes.array().length);
          end();
        }
        case Content.Stretch stretch -> {
          EntryHeader.Part part = next();
          copy(stretch, out, part.offset());
          // Over what was written, not over what was to be copied: the two can not disagree.
          written.add(part.withChecksum(ValueReader.checksum(out, part)));
        }
      }
    }

    @Override
    public void begin(Entry.Line line) {}

    @Override
    public void add(byte[] bytes, int length) throws IOException {
      add(bytes, 0, length);
    }

    /** Writes the next section's next bytes. */
    void add(byte[] bytes, int offset, int length) throws IOException {
      writeAll(out, ByteBuffer.wrap(bytes, offset, length), next().offset() + at);
      checksum.update(bytes, offset, length);
      at += length;
    }

    @Override
    public void end() {
      written.add(next().withChecksum(checksum.value()));
      checksum = new Checksum();
      at = 0;
    }

    /** Gives the file its name unless another has it. Returns the bytes written. */
    long publish() throws IOException {
      finish();
      whole = ValueWriter.publish(unique, file);
      if (!whole) {
        return 0;
      }
      verified.written(plan.key(), unique);
      return plan.length();
    }

    /** The same, and it takes the place of what has the name. */
    long replace() throws IOException {
      finish();
      // The unique name stays, so it is another one that is moved.
      Path third = Layout.unique(file, Layout.drawId());
      if (!ValueWriter.publish(unique, third)) {
        throw new FileAlreadyExistsException(third.toString());
      }
      Files.move(third, file, StandardCopyOption.ATOMIC_MOVE);
      whole = true;
      verified.written(plan.key(), unique);
      return plan.length();
    }

    private void finish() throws IOException {
      EntryHeader header = new EntryHeader(plan.key(), plan.id(), plan.length(), written);
      writeAll(out, header.encode(), 0);
      out.close();
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

  static void writeAll(FileChannel out, ByteBuffer bytes, long at) throws IOException {
    int done = bytes.position();
    long begin = at - done;
    while (done < bytes.limit()) {
      ByteBuffer piece = bytes.slice(done, Math.min(PIECE, bytes.limit() - done));
      done += out.write(piece, begin + done);
    }
  }
}

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
    EntryHeader plan = EntryHeader.plan(key, Layout.drawId(), entry);
    Path unique = Layout.unique(file, plan.id());
    try {
      try (FileChannel out = layout.openForWriting(unique, NEW_FILE)) {
        writeTo(out, plan, entry);
      }
      if (!publish(unique, file)) {
        return 0;
      }
      verified.written(key, unique);
      return plan.length();
    } catch (IOException | RuntimeException e) {
      try {
        Files.deleteIfExists(unique);
      } catch (IOException leftover) {
        e.addSuppressed(leftover);
      }
      throw e;
    }
  }

  /** Gives the file the name that is looked up. Returns whether it was free. */
  private static boolean publish(Path unique, Path file) throws IOException {
    try {
      Files.createLink(file, unique);
      return true;
    } catch (FileAlreadyExistsException another) {
      Files.delete(unique);
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

  private static void writeTo(FileChannel out, EntryHeader plan, Entry entry) throws IOException {
    List<EntryHeader.Part> parts = new ArrayList<>(plan.parts().size());
    for (int i = 0; i < plan.parts().size(); i++) {
      EntryHeader.Part part = plan.parts().get(i);
      parts.add(
          switch (entry.sections().get(i).content()) {
            case Content.Bytes bytes -> {
              writeAll(out, bytes.buffer(), part.offset());
              yield part.withChecksum(Checksum.of(bytes.array()));
            }
            case Content.Stretch stretch -> {
              copy(stretch, out, part.offset());
              // Over what was written, not over what was to be copied: the two can not disagree.
              yield part.withChecksum(ValueReader.checksum(out, part));
            }
          });
    }
    EntryHeader header = new EntryHeader(plan.key(), plan.id(), plan.length(), parts);
    writeAll(out, header.encode(), 0);
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

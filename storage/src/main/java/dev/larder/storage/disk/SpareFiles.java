package dev.larder.storage.disk;

import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.format.PackedEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sections of one entry, each large one in a file of its own, for who needs it as such and
 * takes it. Their names are such as writers' have until they are done, so what nobody takes is
 * swept.
 */
final class SpareFiles implements PackedEntry.Sink, AutoCloseable {
  private static final Set<StandardOpenOption> NEW_FILE =
      EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Layout layout;
  private final Path file;
  private final long from;
  private final List<Entry.Section> sections = new ArrayList<>();
  private final List<Path> made = new ArrayList<>();

  private Optional<Entry.Line> line = Optional.empty();
  private Optional<FileChannel> out = Optional.empty();
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long at;
  private boolean whole;

  /**
   * @param file that of the entry
   * @param from bytes from which a section is large
   */
  SpareFiles(Layout layout, Path file, long from) {
    this.layout = layout;
    this.file = file;
    this.from = from;
  }

  @Override
  public void begin(Entry.Line next) throws IOException {
    line = Optional.of(next);
    at = 0;
    if (next.length() >= from) {
      Path spare = Layout.unique(file, Layout.drawId());
      out = Optional.of(layout.openForWriting(spare, NEW_FILE));
      made.add(spare);
    } else {
      out = Optional.empty();
      bytes = new ByteArrayOutputStream((int) next.length());
    }
  }

  @Override
  public void add(byte[] piece, int length) throws IOException {
    if (out.isPresent()) {
      ValueWriter.writeAll(out.get(), ByteBuffer.wrap(piece, 0, length), at);
      at += length;
    } else {
      bytes.write(piece, 0, length);
    }
  }

  @Override
  public void end() throws IOException {
    Entry.Line ended = line.orElseThrow();
    Content content;
    if (out.isPresent()) {
      out.get().close();
      content = new Content.Stretch(made.getLast(), 0, ended.length(), true);
    } else {
      content = new Content.Bytes(bytes.toByteArray());
    }
    sections.add(new Entry.Section(ended.name(), ended.mode(), content));
  }

  /** All of it; the files stay from now on. */
  Entry entry() {
    whole = true;
    return new Entry(sections);
  }

  @Override
  public void close() throws IOException {
    if (!whole) {
      if (out.isPresent()) {
        out.get().close();
      }
      for (Path spare : made) {
        Files.deleteIfExists(spare);
      }
    }
  }

  /** Whether all is still there, for the next one to take. */
  static boolean areThere(Entry entry) {
    return entry.sections().stream()
        .allMatch(
            section ->
                !(section.content() instanceof Content.Stretch stretch)
                    || Files.exists(stretch.file()));
  }
}

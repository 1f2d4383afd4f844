package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.Calls;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The build id of a 64-bit little-endian ELF file: what its linker made of its content (elf(5),
 * note type {@code NT_GNU_BUILD_ID}).
 */
final class ElfFile {
  private static final int MAGIC = 0x464c457f;
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int MOST_PROGRAM_HEADERS = 64;
  private static final int PT_NOTE = 4;
  private static final int NT_GNU_BUILD_ID = 3;
  private static final int GNU = 0x00554e47;
  private static final int LARGEST_NOTES = 4096;
  private static final int SHORTEST_ID = 8;
  private static final int LONGEST_ID = 64;

  private record Notes(long offset, int length) {}

  private ElfFile() {}

  /** The build id of an open file; empty for what has none, and for what is no such file. */
  static Optional<byte[]> buildId(Calls calls, int descriptor) {
    for (Notes notes : notes(calls, descriptor)) {
      if (calls.readAt(descriptor, notes.offset(), notes.length()) == notes.length()) {
        Optional<byte[]> id = find(calls.buffer(notes.length()));
        if (id.isPresent()) {
          return id;
        }
      }
    }
    return Optional.empty();
  }

  private static List<Notes> notes(Calls calls, int descriptor) {
    ByteBuffer bytes = calls.buffer();
    if (calls.readAt(descriptor, 0, HEADER) != HEADER
        || bytes.getInt(0) != MAGIC
        || bytes.get(4) != 2
        || bytes.get(5) != 1) {
      return List.of();
    }
    long table = bytes.getLong(32);
    int size = bytes.getShort(54) & 0xffff;
    int count = bytes.getShort(56) & 0xffff;
    int length = count * PROGRAM_HEADER;
    if (size != PROGRAM_HEADER
        || count > MOST_PROGRAM_HEADERS
        || table < 0
        || calls.readAt(descriptor, table, length) != length) {
      return List.of();
    }
    List<Notes> found = new ArrayList<>();
    for (int at = 0; at < length; at += PROGRAM_HEADER) {
      long offset = bytes.getLong(at + 8);
      long notes = bytes.getLong(at + 32);
      if (bytes.getInt(at) == PT_NOTE && offset >= 0 && notes > 0 && notes <= LARGEST_NOTES) {
        found.add(new Notes(offset, (int) notes));
      }
    }
    return found;
  }

  private static Optional<byte[]> find(ByteBuffer notes) {
    int at = 0;
    while (at + 12 <= notes.limit()) {
      long name = notes.getInt(at) & 0xffffffffL;
      long description = notes.getInt(at + 4) & 0xffffffffL;
      int type = notes.getInt(at + 8);
      long content = at + 12 + aligned(name);
      if (content + description > notes.limit()) {
        return Optional.empty();
      }
      if (type == NT_GNU_BUILD_ID
          && name == 4
          && notes.getInt(at + 12) == GNU
          && description >= SHORTEST_ID
          && description <= LONGEST_ID) {
        byte[] id = new byte[(int) description];
        notes.get((int) content, id);
        return Optional.of(id);
      }
      at = (int) (content + aligned(description));
    }
    return Optional.empty();
  }

  private static long aligned(long length) {
    return (length + 3) & ~3L;
  }
}
